import type { BegunSecondFactor, SecondFactor as State, Session } from '@koppel/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { keyOf, useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote, useFieldErrors } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useToast } from '../app/services.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { QrCode } from '../kit/qr-code.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { CopyButton } from '../kit/states.tsx';
import { CodeField } from '../sign-in/code-field.tsx';

const stale = { stale: ['getSecondFactor'] } as const;

/** The second factor of the signed-in person: off, being set up, or on. `onDone`: it was set up, and the recovery codes are kept. */
export function SecondFactor({ onDone }: { readonly onDone?: () => void }): ReactElement {
  const text = useText();
  const state = useRead('getSecondFactor', {});
  const begin = useCall('beginSecondFactor');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Card title={text('factor.title')}>
      <ProblemNote error={begin.error} />
      {codes ? (
        <RecoveryCodes
          codes={codes}
          onKept={() => {
            setCodes(null);
            onDone?.();
          }}
        />
      ) : (
        <QueryView query={state} skeleton={<SkeletonRows count={1} height={44} />}>
          {(factor) =>
            factor.since !== null ? (
              <On factor={factor} since={factor.since} onCodes={setCodes} />
            ) : begin.data ? (
              <SetUp
                begun={begin.data}
                onDone={(made) => {
                  begin.reset();
                  setCodes(made);
                }}
              />
            ) : (
              <div className="flex flex-wrap items-center gap-3 px-3.5 py-3.5">
                <p className="min-w-60 flex-1 text-ink-2">{text('factor.off')}</p>
                <Button icon={ShieldCheck} isBusy={begin.isPending} onClick={() => begin.mutate({})}>
                  {text('factor.setUp')}
                </Button>
              </div>
            )
          }
        </QueryView>
      )}
    </Card>
  );
}

function SetUp({
  begun: { key, uri },
  onDone,
}: {
  readonly begun: BegunSecondFactor;
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}): ReactElement {
  const text = useText();
  const fieldErrors = useFieldErrors();
  const client = useQueryClient();
  const confirm = useCall('confirmSecondFactor', stale);
  const [code, setCode] = useState('');
  const fieldError = fieldErrors(confirm.error)['code'];
  return (
    <form
      className="flex flex-wrap gap-5 px-3.5 py-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (confirm.isPending) return;
        confirm.mutate(
          { body: { code } },
          {
            onSuccess: ({ recoveryCodes, account }) => {
              // It is another session now, with another token for changes.
              client.setQueryData(keyOf('getAccount', {}), account);
              client.setQueryData<Session>(
                keyOf('getSession', {}),
                (session) => session && { ...session, csrfToken: account.csrfToken },
              );
              onDone(recoveryCodes);
            },
            onError: () => setCode(''),
          },
        );
      }}
    >
      <QrCode text={uri} label={text('factor.picture')} />
      <div className="grid min-w-60 flex-1 content-start gap-3.5">
        <p className="text-ink-2">{text('factor.scan')}</p>
        <div>
          <p className="text-20 text-ink-2">{text('factor.key')}</p>
          <p className="flex flex-wrap items-center gap-2">
            <code>{key}</code>
            <CopyButton text={key} label={text('factor.copyKey')} doneLabel={text('action.copied')} />
          </p>
        </div>
        {!fieldError && <ProblemNote error={confirm.error} />}
        <CodeField code={code} onChange={setCode} help={text('factor.codeHelp')} error={fieldError} hasFocus />
        <div>
          <Button
            type="submit"
            look="primary"
            isBusy={confirm.isPending}
            reason={code.trim().length < 6 ? text('factor.needsCode') : null}
          >
            {text('factor.confirm')}
          </Button>
        </div>
      </div>
    </form>
  );
}

function RecoveryCodes({
  codes,
  onKept,
}: {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}): ReactElement {
  const text = useText();
  return (
    <div role="status" className="grid gap-3 px-3.5 py-3.5">
      <h3 className="font-medium">{text('factor.codes')}</h3>
      <p className="text-ink-2">{text('factor.codesText')}</p>
      <ul className="grid grid-cols-2 gap-x-6 gap-y-1 font-mono max-narrow:grid-cols-1">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={onKept}>
          {text('factor.kept')}
        </Button>
        <CopyButton text={codes.join('\n')} label={text('factor.copyCodes')} doneLabel={text('action.copied')} />
      </div>
    </div>
  );
}

function On({
  factor,
  since,
  onCodes,
}: {
  readonly factor: State;
  readonly since: string;
  readonly onCodes: (recoveryCodes: readonly string[]) => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const toast = useToast();
  const renew = useCall('renewRecoveryCodes', stale);
  const remove = useCall('removeSecondFactor', stale);
  const [asks, setAsks] = useState<'codes' | 'off' | null>(null);
  const close = () => {
    setAsks(null);
    renew.reset();
    remove.reset();
  };
  return (
    <div className="flex flex-wrap items-center gap-3 px-3.5 py-3.5">
      <p className="min-w-60 flex-1">
        {text('factor.isOn', { day: format.date(since) })}{' '}
        <span className="text-ink-2">{text('factor.codesLeft', { n: factor.recoveryCodesLeft })}</span>
      </p>
      <Button onClick={() => setAsks('codes')}>{text('factor.newCodes')}</Button>
      <Button look="danger" onClick={() => setAsks('off')}>
        {text('factor.turnOff')}
      </Button>
      {asks === 'codes' && (
        <CodeDialog
          title={text('factor.newCodesTitle')}
          description={text('factor.newCodesText')}
          act={text('factor.makeCodes')}
          call={renew}
          onClose={close}
          onCode={(code) =>
            renew.mutate(
              { body: { code } },
              {
                onSuccess: ({ recoveryCodes }) => {
                  close();
                  onCodes(recoveryCodes);
                },
              },
            )
          }
        />
      )}
      {asks === 'off' && (
        <CodeDialog
          title={text('factor.turnOffTitle')}
          description={text('factor.turnOffText')}
          act={text('factor.remove')}
          call={remove}
          onClose={close}
          onCode={(code) =>
            remove.mutate(
              { body: { code } },
              {
                onSuccess: () => {
                  close();
                  toast({ text: text('factor.isOff') });
                },
              },
            )
          }
        />
      )}
    </div>
  );
}

/** Asks for a fresh code before an act. */
function CodeDialog({
  title,
  description,
  act,
  call: { error, isPending },
  onClose,
  onCode,
}: {
  readonly title: string;
  readonly description: string;
  readonly act: string;
  readonly call: Pick<ReturnType<typeof useCall<'removeSecondFactor'>>, 'error' | 'isPending'>;
  readonly onClose: () => void;
  readonly onCode: (code: string) => void;
}): ReactElement {
  const text = useText();
  const fieldErrors = useFieldErrors();
  const [code, setCode] = useState('');
  const fieldError = fieldErrors(error)['code'];
  const isReady = code.trim().length >= 6;
  return (
    <Dialog isOpen closeLabel={text('action.close')} title={title} description={description} onClose={onClose}>
      <form
        className="grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isPending) onCode(code);
        }}
      >
        {!fieldError && <ProblemNote error={error} />}
        <CodeField code={code} onChange={setCode} help={text('factor.codeOrRecovery')} error={fieldError} hasFocus />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button type="submit" look="primary" isBusy={isPending} reason={isReady ? null : text('factor.needsCode')}>
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
