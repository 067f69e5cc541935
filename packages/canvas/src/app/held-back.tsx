import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useText } from '../i18n/locale.tsx';
import { SecondFactor } from '../settings/second-factor.tsx';

/** In place of a workspace that wants a second factor which the person has not got: sets it up. */
export function HeldBack({ onDone }: { readonly onDone: () => void }): ReactElement | null {
  const text = useText();
  // What changes something needs the token that comes with it.
  const { data: account } = useRead('getAccount', {});
  if (!account) return null;
  return (
    <main className="grid h-full content-center justify-center overflow-y-auto bg-app px-4 py-8">
      <div className="grid w-full max-w-160 gap-3.5">
        <h1 className="text-60 leading-tight font-bold">{text('factor.workspaceWants')}</h1>
        <p className="text-40 leading-prose text-ink-2">{text('factor.workspaceWantsText')}</p>
        <SecondFactor onDone={onDone} />
      </div>
    </main>
  );
}
