import { useState, type ReactElement } from 'react';
import { useText } from '../../i18n/locale.tsx';
import { Field } from '../../kit/field.tsx';
import { Input } from '../../kit/input.tsx';
import type { PublishCheck } from './publish-checks.ts';

/** Whether a draft can be published as its checks stand, and the reason that somebody gives for doing so all the same. */
export interface Overrule {
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  /** Some check fails that a reason overrules. */
  readonly doFail: boolean;
  /** Nothing needs a reason; one may be given for the warnings. */
  readonly isDoubtful: boolean;
  /** Why it cannot be published whatever the reason, in words. */
  readonly blocked: string | null;
  /** Why it cannot be published without a reason, in words. */
  readonly missing: string | null;
  /** What is still being tried, in words: until then nobody knows whether a reason is needed. */
  readonly pending: string | null;
  /** What publishing sends along. */
  readonly body: { readonly overrule?: string };
}

/** Follows the checks before publishing. */
export function useOverrule(checks: readonly PublishCheck[]): Overrule {
  const text = useText();
  const [reason, setReason] = useState('');
  const failing = checks.filter(({ outcome }) => outcome === 'failed');
  const doFail = failing.some(({ id }) => canBeOverruled(id));
  const running = checks.find(({ text: said }) => said === 'tests.check.running' || said === 'pinned.running');
  const given = reason.trim();
  return {
    reason,
    setReason,
    doFail,
    isDoubtful: checks.some(({ id, outcome }) => outcome === 'warning' && id !== 'approval'),
    blocked: failing.some(({ id }) => !canBeOverruled(id)) ? text('publish.solveFirst') : null,
    missing: doFail && given === '' ? text('publish.overruleNeeded') : null,
    pending: running ? text(running.text) : null,
    body: given === '' ? {} : { overrule: given },
  };
}

/** Where the reason is given; nothing while there is nothing to overrule. */
export function OverruleField({ overrule }: { readonly overrule: Overrule }): ReactElement | null {
  const text = useText();
  const { reason, setReason, doFail, isDoubtful, blocked } = overrule;
  // What no reason overrules is solved first.
  if (blocked !== null || (!doFail && !isDoubtful)) return null;
  return (
    <Field label={text('publish.overrule')} help={text(doFail ? 'publish.overruleHint' : 'publish.doubtHint')}>
      {(ids) => <Input {...ids} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
    </Field>
  );
}

/** Tests and pinned samples that fail can be overruled with a reason; what cannot run cannot. */
function canBeOverruled(id: PublishCheck['id']): boolean {
  return id === 'tests' || id === 'pinned';
}
