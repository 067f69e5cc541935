import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/locale.tsx';
import { Button, IconButton } from '../../kit/button.tsx';

/** At the foot of the canvas, until it is closed: what came of something, and the nodes that need a look. */
export function Notice({
  text: words,
  items,
  onShow,
  onClose,
}: {
  readonly text: string;
  readonly items: readonly { readonly nodeId: string; readonly text: string }[];
  readonly onShow: (nodeId: string) => void;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  return (
    <section
      aria-label={text('notice.label')}
      className="absolute bottom-3.5 left-1/2 z-dock max-h-60 w-100 max-w-[calc(100%-28px)] -translate-x-1/2 overflow-y-auto rounded-3 bg-surface py-2 pr-2 pl-3.5 shadow-3"
    >
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1 py-1 font-medium break-words">{words}</p>
        <IconButton icon={X} size="s" label={text('action.close')} onClick={onClose} />
      </div>
      {items.length > 0 && (
        <>
          <h2 className="mt-1 text-20 text-ink-2">{text('notice.attention')}</h2>
          <ul>
            {items.map(({ nodeId, text: about }) => (
              <li key={nodeId}>
                <Button look="link" size="s" onClick={() => onShow(nodeId)}>
                  {about}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
