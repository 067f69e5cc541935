import { Eraser, Equal, SquareFunction, Undo2 } from 'lucide-react';
import type { FieldRule, FieldType } from '@koppel/model';
import { useFormat, useText } from '../i18n/locale.tsx';
import { matches } from '../format/fold.ts';
import { Icon } from '../kit/icon.tsx';
import type { PickItem } from '../kit/pick-list.tsx';
import { readValue } from './read-value.ts';

export type FillOption = PickItem & { readonly onPick: () => void };

/**
 * What can fill a row besides a field, for what was typed: a fixed value, an expression, nothing. `hasRule`: nothing is
 * offered only where there is something to take out.
 */
export function useFillOptions(): (options: {
  readonly typed: string;
  readonly type: FieldType;
  readonly hasRule: boolean;
  readonly onRule: (rule: FieldRule | null) => void;
  readonly onExpression: () => void;
}) => FillOption[] {
  const text = useText();
  const format = useFormat();
  return ({ typed, type, hasRule, onRule, onExpression }) => {
    const found: FillOption[] = [];
    const plain = typed.trim().replace(/^"(.*)"$/, '$1');
    const groupMark = format.groupMark;
    if (type.kind === 'choice' && type.options.length > 0) {
      for (const { value, label } of type.options) {
        if (plain === '' || !matches(`${label} ${value}`, plain)) continue;
        found.push({
          id: `value ${value}`,
          mark: <Icon of={Equal} size="xs" className="text-ink-3" />,
          title: text('mapping.fillFixed', { value: label }),
          aside: value,
          onPick: () => onRule({ value }),
        });
      }
    } else if (plain !== '') {
      found.push({
        id: 'fixed',
        mark: <Icon of={Equal} size="xs" className="text-ink-3" />,
        title: text('mapping.fillFixed', { value: plain }),
        detail: text('mapping.fillFixedDetail'),
        onPick: () => onRule({ value: readValue(plain, type, groupMark) }),
      });
    }
    const words = (title: string, detail: string) => typed === '' || matches(`${title} ${detail}`, typed);
    if (words(text('mapping.fillExpression'), text('mapping.fillExpressionDetail'))) {
      found.push({
        id: 'expression',
        mark: <Icon of={SquareFunction} size="xs" className="text-ink-3" />,
        title: text('mapping.fillExpression'),
        detail: text('mapping.fillExpressionDetail'),
        onPick: onExpression,
      });
    }
    if (words(text('mapping.fillEmpty'), text('mapping.fillEmptyDetail'))) {
      found.push({
        id: 'empty',
        mark: <Icon of={Eraser} size="xs" className="text-ink-3" />,
        title: text('mapping.fillEmpty'),
        detail: text('mapping.fillEmptyDetail'),
        onPick: () => onRule({ value: null }),
      });
    }
    if (hasRule && words(text('mapping.fillNothing'), text('mapping.fillNothingDetail'))) {
      found.push({
        id: 'nothing',
        mark: <Icon of={Undo2} size="xs" className="text-ink-3" />,
        title: text('mapping.fillNothing'),
        detail: text('mapping.fillNothingDetail'),
        onPick: () => onRule(null),
      });
    }
    return found;
  };
}
