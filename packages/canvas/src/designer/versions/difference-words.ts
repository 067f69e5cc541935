import { useSettingWords } from '../../flow-canvas/setting-words.ts';
import { useText } from '../../i18n/locale.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import type { NodeDifference, SettingDifference } from './compare.ts';

/** How much of a node differs, for people. */
export interface DifferenceWords {
  /** "3 of 24 rows differ". */
  counted(node: NodeDifference): string;
  /** "Match rule, 2 changed, 1 added". `type`: of the node. */
  listed(node: NodeDifference, type: string | undefined): string;
  /** "21 rows are the same." */
  same(node: NodeDifference): string;
}

const kinds = ['changed', 'added', 'removed'] as const;
type Kind = (typeof kinds)[number];

/** What became of a setting or of a row. */
export function kindOf({ before, after }: SettingDifference): Kind {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}

/** The words, in the reader's language. */
export function useDifferenceWords(): DifferenceWords {
  const text = useText();
  const { derived } = useDesignerServices();
  const words = useSettingWords(derived.types);
  const apart = (all: readonly SettingDifference[]) => ({
    settings: all.filter(({ row }) => row === null),
    rows: all.filter(({ row }) => row !== null),
  });
  return {
    counted({ kind, settings, same }) {
      if (kind !== 'changed') return text(`compare.${kind}`);
      const [differing, alike] = [apart(settings), apart(same)];
      const parts = (['settings', 'rows'] as const).flatMap((part) => {
        const n = differing[part].length;
        return n === 0 ? [] : [text(`compare.differing.${part}`, { n, total: n + alike[part].length })];
      });
      return parts.join(', ');
    },
    listed({ kind, settings }, type) {
      if (kind !== 'changed') return text(`compare.${kind}`);
      const differing = apart(settings);
      const named = differing.settings.map(({ setting }) => words.name(type, setting, null));
      const counted = kinds.flatMap((kind) => {
        const n = differing.rows.filter((row) => kindOf(row) === kind).length;
        return n === 0 ? [] : [text(`compare.rows.${kind}`, { n })];
      });
      return [...named, ...counted].join(', ');
    },
    same({ same }) {
      const alike = apart(same);
      return (['rows', 'settings'] as const)
        .flatMap((part) => (alike[part].length === 0 ? [] : [text(`compare.same.${part}`, { n: alike[part].length })]))
        .join(' ');
    },
  };
}
