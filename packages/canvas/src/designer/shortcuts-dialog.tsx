import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { Dialog } from '../kit/dialog.tsx';
import { Kbd } from '../kit/marks.tsx';

const rows: readonly { readonly keys: readonly string[]; readonly what: MessageId }[] = [
  { keys: ['← →', '↑ ↓'], what: 'keys.walk' },
  { keys: ['Shift + ← →'], what: 'keys.stream' },
  { keys: ['Enter', 'Esc'], what: 'keys.open' },
  { keys: ['N', 'Shift + N'], what: 'keys.add' },
  { keys: ['C', 'X', 'A'], what: 'keys.connect' },
  { keys: ['G'], what: 'keys.grab' },
  { keys: ['F2', 'D', 'Del'], what: 'keys.node' },
  { keys: ['Ctrl + C X V D'], what: 'keys.clipboard' },
  { keys: ['Ctrl + Z', 'Ctrl + Y'], what: 'keys.undo' },
  { keys: ['Ctrl + G', 'Ctrl + Shift + G', 'Shift + G'], what: 'keys.group' },
  { keys: ['T', 'F', 'Shift + F', '+', '−'], what: 'keys.view' },
  { keys: ['S', 'O', 'E', 'P', 'I'], what: 'keys.panels' },
  { keys: ['Ctrl + J', 'Alt + Enter'], what: 'keys.dock' },
  { keys: ['Ctrl + M'], what: 'keys.code' },
  { keys: ['Ctrl + Enter', 'Ctrl + Shift + Enter'], what: 'keys.run' },
  { keys: ['F8', 'Shift + F8'], what: 'keys.problems' },
  { keys: ['Ctrl + F6'], what: 'keys.panes' },
  { keys: ['Ctrl + K', '?'], what: 'keys.palette' },
];

/** What the keys do. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const text = useText();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('keys.title')}
      description={text('keys.where')}
      closeLabel={text('action.close')}
      width="l"
    >
      <dl className="grid grid-cols-[minmax(0,15rem)_minmax(0,1fr)] gap-x-5 gap-y-2">
        {rows.map(({ keys, what }) => (
          <div key={what} className="contents">
            <dt className="flex flex-wrap items-center gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{text(what)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
