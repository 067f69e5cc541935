import { mastershipSentence } from '@koppel/model';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { useSession } from '../app/session.tsx';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { useNow } from '../kit/timing.ts';
import type { MatrixRow } from './matrix.ts';
import { useRowTitle } from './row-title.ts';

const signatories = ['erp', 'crm', 'integration'] as const;

/** On paper only: the table in sentences, which revision it is, who saved it, what was printed when, and lines to sign on. */
export function SignOff({
  rows,
  revision,
}: {
  readonly rows: readonly MatrixRow[];
  readonly revision: number;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const localized = useLocalized();
  const names = useEntityNames();
  const title = useRowTitle();
  const { workspace, user } = useSession();
  const now = useNow(60_000);
  const history = useRead('getMastershipHistory', {});
  const saved = history.data?.find((one) => one.revision === revision);
  return (
    <div className="hidden pt-4 print:block">
      <h2 className="text-40 font-bold">{text('mastership.inWords')}</h2>
      <ul className="mt-1 columns-2 gap-6 text-20">
        {rows.map((row) => (
          <li key={row.id} className="mb-1.5 break-inside-avoid">
            <span className="font-bold">
              {names.entity(row.entity)}, {title(row)}:
            </span>{' '}
            {localized(mastershipSentence(row.row))}
          </li>
        ))}
      </ul>
      <div className="break-inside-avoid">
        <p className="mt-4">
          {saved
            ? text('mastership.printedSaved', {
                revision: String(revision),
                name: saved.savedBy,
                saved: format.dateTime(saved.savedAt),
              })
            : text('mastership.revision', { revision: String(revision) })}
        </p>
        <p>
          {text('mastership.printed', {
            workspace: workspace.name,
            time: format.dateTime(now),
            name: user.name,
          })}
        </p>
        <h2 className="mt-4 text-40 font-bold">{text('mastership.agreed')}</h2>
        <div className="mt-2 grid grid-cols-3 gap-8">
          {signatories.map((who) => (
            <dl key={who}>
              <dt className="font-bold">{text(`mastership.for.${who}`)}</dt>
              {(['name', 'date', 'signature'] as const).map((line) => (
                <dd key={line} className="mt-7 border-t border-ink pt-0.5 text-20">
                  {text(`mastership.sign.${line}`)}
                </dd>
              ))}
            </dl>
          ))}
        </div>
      </div>
    </div>
  );
}
