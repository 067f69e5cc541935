import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Component,
  Group,
  type LucideIcon,
} from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { useDesignerServices, useEditor } from '../designer-context.tsx';
import { alignments, distributions, type Alignment, type Distribution } from '../document/arrange.ts';
import type { Editing } from './use-editing.ts';

const icons: Record<Alignment | Distribution, LucideIcon> = {
  left: AlignStartVertical,
  centre: AlignCenterVertical,
  right: AlignEndVertical,
  top: AlignStartHorizontal,
  middle: AlignCenterHorizontal,
  bottom: AlignEndHorizontal,
  across: AlignHorizontalDistributeCenter,
  down: AlignVerticalDistributeCenter,
};

/** Over the canvas while several nodes are selected: line them up, spread them, group them. */
export function SelectionTools({ editing }: { readonly editing: Editing }): ReactElement | null {
  const text = useText();
  const { editor, readOnlyReason } = useDesignerServices();
  // Those inside a selected group count.
  const count = useEditor(() => editing.chosen().length);
  const isHolding = useEditor(({ grab }) => grab !== null);
  if (count < 2 || isHolding) return null;
  const tooFew = count < 3 ? text('arrange.tooFew') : null;
  return (
    <div
      role="toolbar"
      aria-label={text('arrange.label', { n: count })}
      className="absolute top-3.5 left-1/2 z-dock flex -translate-x-1/2 items-center rounded-2 bg-surface p-0.5 shadow-2"
    >
      {alignments.map((how) => (
        <IconButton
          key={how}
          icon={icons[how]}
          size="s"
          label={text(`arrange.${how}`)}
          onClick={() => editing.align(how)}
        />
      ))}
      <span aria-hidden="true" className="mx-0.75 h-4 w-px bg-line-strong" />
      {distributions.map((how) => (
        <IconButton
          key={how}
          icon={icons[how]}
          size="s"
          label={text(`arrange.${how}`)}
          reason={tooFew}
          onClick={() => editing.distribute(how)}
        />
      ))}
      <span aria-hidden="true" className="mx-0.75 h-4 w-px bg-line-strong" />
      <IconButton icon={Group} size="s" label={text('arrange.group')} onClick={editing.group} />
      <IconButton
        icon={Component}
        size="s"
        label={text('subFlow.make')}
        reason={readOnlyReason}
        onClick={() => editor.open({ kind: 'makeSubFlow' })}
      />
    </div>
  );
}
