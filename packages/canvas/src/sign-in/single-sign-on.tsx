import { LogIn } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { Button } from '../kit/button.tsx';
import type { SignOnRefusal } from './search.ts';

const reasons = {
  unreachable: 'signOn.unreachable',
  cancelled: 'signOn.cancelled',
  beganElsewhere: 'signOn.beganElsewhere',
  notProven: 'signOn.notProven',
  unverified: 'signOn.unverified',
  notInvited: 'signOn.notInvited',
  otherIdentity: 'signOn.otherIdentity',
  disabled: 'signOn.disabled',
  tooMany: 'signOn.tooMany',
} as const satisfies Record<SignOnRefusal, MessageId>;

/** The button to the provider of the company, where there is one. */
export function SingleSignOn({ next }: { readonly next: string | undefined }): ReactElement | null {
  const text = useText();
  const { data: ways } = useRead('getSignInWays', {});
  const begin = useCall('beginSingleSignOn');
  const [isLeaving, setIsLeaving] = useState(false);
  if (!ways?.singleSignOn) return null;
  return (
    <div className="grid gap-3.5">
      <div className="flex items-center gap-3 text-20 text-ink-3">
        <span className="flex-1 border-t border-line" />
        {text('signOn.or')}
        <span className="flex-1 border-t border-line" />
      </div>
      <ProblemNote error={begin.error} />
      <Button
        icon={LogIn}
        className="w-full"
        isBusy={begin.isPending || isLeaving}
        onClick={() =>
          begin.mutate(
            { body: next === undefined ? {} : { next } },
            {
              onSuccess: ({ url }) => {
                setIsLeaving(true);
                location.assign(url);
              },
            },
          )
        }
      >
        {text('signOn.with', { name: ways.singleSignOn.name })}
      </Button>
    </div>
  );
}

/** Why the provider's answer let nobody in. */
export function SignOnNote({ reason }: { readonly reason: SignOnRefusal }): ReactElement {
  const text = useText();
  return (
    <div role="alert" className="mb-3.5 rounded-2 bg-fail-soft px-3 py-2.25 leading-ui text-fail-text">
      <p className="font-medium">{text('signOn.refused')}</p>
      <p>{text(reasons[reason])}</p>
    </div>
  );
}
