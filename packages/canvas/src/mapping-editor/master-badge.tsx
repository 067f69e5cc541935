import { KeyRound, Lock } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';
import { roleLabel, SystemBadge } from '../kit/system-badge.tsx';

/** Who is master of a field that a mapping fills, and whether the flow may fill it: a lock, or a plus where only at creation. */
export function MasterBadge({
  master,
  isSeed,
  isLocked,
  isKey,
}: {
  /** The role that is master; null where nobody decided. */
  readonly master: string | null;
  /** The flow may fill it only while the record is created. */
  readonly isSeed: boolean;
  readonly isLocked: boolean;
  /** The field is what people tell records by. */
  readonly isKey: boolean;
}): ReactElement {
  const text = useText();
  if (master === null) {
    return (
      <span title={text('mapping.undecided')} className="text-20 text-ink-3">
        ?
      </span>
    );
  }
  const system = roleLabel(master);
  return (
    <span
      title={text(isSeed ? 'mapping.seed' : 'mapping.isMaster', { system })}
      className="inline-flex items-center gap-1 align-middle"
    >
      <SystemBadge role={master} />
      {isLocked ? (
        <Icon of={Lock} size="xs" className="text-ink-3" />
      ) : isSeed ? (
        <span className="text-10 text-ink-3">+</span>
      ) : (
        isKey && <Icon of={KeyRound} size="xs" className="text-ink-3" />
      )}
    </span>
  );
}
