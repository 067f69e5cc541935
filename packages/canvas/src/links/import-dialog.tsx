import type { ImportRow, ImportVerdict, InspectedFile, LinkJobView, LinkPairView } from '@koppel/protocol';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi, useCall, useRead } from '../api/use-api.tsx';
import { csvOf } from '../app/csv.ts';
import { useEntityNames } from '../app/entities.ts';
import { ProblemNote } from '../app/problem.tsx';
import { saveFile } from '../app/save-file.ts';
import { useFormat, useSentence, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Field } from '../kit/field.tsx';
import { controlClass } from '../kit/input.tsx';
import { cx } from '../kit/cx.ts';
import { Select } from '../kit/select.tsx';
import { StatusIcon, type Status } from '../kit/status-pill.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { JobState } from './job-bar.tsx';
import { pairKeys, systemName } from './pair.ts';
import { useJob } from './use-job.ts';

interface ChosenFile {
  readonly name: string;
  readonly content: string;
}

const encodings = ['utf-8', 'windows-1252', 'utf-16le', 'iso-8859-15'];
const separators = [';', ',', '\t', '|'] as const;
type Separator = (typeof separators)[number];
const rowsAtATime = 2_000;
const statusOf: Readonly<Record<ImportVerdict, Status>> = {
  new: 'ok',
  applied: 'ok',
  linked: 'idle',
  conflict: 'fail',
  duplicate: 'warn',
  unknownLeft: 'fail',
  unknownRight: 'fail',
  ambiguous: 'warn',
  refused: 'warn',
  incomplete: 'warn',
  underWay: 'warn',
};

/** Links pairs of keys from a file: choose it, say what its columns hold, look every row through, link what is sound. */
export function ImportDialog({
  pair,
  onClose,
}: {
  readonly pair: LinkPairView;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [looked, setLooked] = useState<InspectedFile | null>(null);
  const [columns, setColumns] = useState<InspectedFile['guess'] | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const inspect = useCall('inspectLinkFile');
  const start = useCall('importLinks');
  const apply = useCall('applyLinkImport', { stale: ['getLinkJob'] });
  const job = useJob(jobId);

  const look = (next: ChosenFile, how: { encoding?: string; separator?: Separator } = {}) => {
    setFile(next);
    inspect.mutate(
      { body: { ...pairKeys(pair), content: next.content, ...how } },
      {
        onSuccess: (found) => {
          setLooked(found);
          setColumns(found.guess);
        },
        onError: () => setLooked(null),
      },
    );
  };
  const choose = async (chosen: File) => look(await read(chosen));
  const lookThrough = () => {
    if (!file || !looked || !columns) return;
    start.mutate(
      {
        body: {
          ...pairKeys(pair),
          content: file.content,
          encoding: looked.encoding,
          separator: looked.separator as Separator,
          fileName: file.name,
          ...columns,
        },
      },
      { onSuccess: ({ id }) => setJobId(id) },
    );
  };
  const again = () => {
    setJobId(null);
    setLooked(null);
    setFile(null);
  };
  const count = job?.verdicts.new ?? 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="l"
      title={text('links.importTitle')}
      description={text('links.importText')}
      closeLabel={text('action.close')}
      actions={
        job ? (
          <>
            <Button onClick={again} reason={job.status === 'running' ? text('state.slow') : null}>
              {text('links.otherFile')}
            </Button>
            {job.status === 'done' ? (
              <Button look="primary" onClick={onClose}>
                {text('action.close')}
              </Button>
            ) : (
              <Button
                look="primary"
                isBusy={apply.isPending || job.status === 'running'}
                reason={count === 0 ? text('links.apply', { n: 0 }) : null}
                onClick={() => apply.mutate({ params: { id: job.id } })}
              >
                {text('links.apply', { n: count })}
              </Button>
            )}
          </>
        ) : (
          <>
            <Button onClick={onClose}>{text('action.cancel')}</Button>
            {looked && (
              <Button look="primary" isBusy={start.isPending} onClick={lookThrough}>
                {text('links.lookThrough')}
              </Button>
            )}
          </>
        )
      }
    >
      <ProblemNote error={inspect.error ?? start.error ?? apply.error} />
      {job ? (
        <Verdicts pair={pair} job={job} />
      ) : (
        <>
          <Field label={text('links.file')}>
            {(control) => (
              <input
                {...control}
                type="file"
                accept=".csv,.txt,text/csv"
                className={cx(controlClass, 'block w-full px-2 py-1.5')}
                onChange={(event) => {
                  const chosen = event.target.files?.[0];
                  if (chosen) void choose(chosen);
                }}
              />
            )}
          </Field>
          {file && looked && columns && (
            <FileSettings
              pair={pair}
              looked={looked}
              columns={columns}
              onColumns={setColumns}
              onFormat={(how) => look(file, how)}
            />
          )}
        </>
      )}
    </Dialog>
  );
}

function FileSettings({
  pair,
  looked,
  columns,
  onColumns,
  onFormat,
}: {
  readonly pair: LinkPairView;
  readonly looked: InspectedFile;
  readonly columns: InspectedFile['guess'];
  readonly onColumns: (columns: InspectedFile['guess']) => void;
  readonly onFormat: (how: { encoding: string; separator: Separator }) => void;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const separator = looked.separator as Separator;
  const titles = looked.columns.map((title, index) => ({ value: String(index), label: title || String(index + 1) }));
  const byOptions = (fields: readonly string[]) =>
    fields.map((field) => ({
      value: field,
      label: field === 'key' ? text('links.key') : names.field(field, pair.entity),
    }));
  return (
    <>
      <div className="grid grid-cols-2 gap-3 max-narrow:grid-cols-1">
        <Field label={text('links.encoding')}>
          {(ids) => (
            <Select
              ids={ids}
              className="w-full"
              value={looked.encoding}
              onChange={(encoding) => onFormat({ encoding, separator })}
              options={[...new Set([looked.encoding, ...encodings])].map((value) => ({
                value,
                label: value.toUpperCase(),
              }))}
            />
          )}
        </Field>
        <Field label={text('links.separator')}>
          {(ids) => (
            <Select<Separator>
              ids={ids}
              className="w-full"
              value={separator}
              onChange={(next) => onFormat({ encoding: looked.encoding, separator: next })}
              options={separators.map((value) => ({
                value,
                label: value === '\t' ? text('links.separator.tab') : value,
              }))}
            />
          )}
        </Field>
        {(['left', 'right'] as const).map((side) => (
          <div key={side} className="grid gap-3">
            <Field label={text('links.columnOf', { system: systemName(pair, side) })}>
              {(ids) => (
                <Select
                  ids={ids}
                  className="w-full"
                  value={String(columns[`${side}Column`])}
                  onChange={(value) => onColumns({ ...columns, [`${side}Column`]: Number(value) })}
                  options={titles}
                />
              )}
            </Field>
            <Field label={text('links.holds')}>
              {(ids) => (
                <Select
                  ids={ids}
                  className="w-full"
                  value={columns[`${side}By`]}
                  onChange={(value) => onColumns({ ...columns, [`${side}By`]: value })}
                  options={byOptions(looked[`${side}By`])}
                />
              )}
            </Field>
          </div>
        ))}
      </div>
      <div>
        <p className="mb-1 text-20 text-ink-2">
          {text('links.sample')} · {text('links.rowCount', { n: looked.rows })}
        </p>
        <div tabIndex={0} className="overflow-x-auto rounded-2 border border-line">
          <table aria-label={text('links.sample')} className="w-full text-20">
            <thead>
              <tr>
                {looked.columns.map((title, index) => (
                  <th key={index} scope="col" className="px-2 py-1 text-left font-medium whitespace-nowrap text-ink-3">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {looked.sample.map((row, line) => (
                <tr key={line} className="border-t border-line">
                  {row.map((cell, index) => (
                    <td key={index} className="px-2 py-1 whitespace-nowrap">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </>
  );
}

function Verdicts({ pair, job }: { readonly pair: LinkPairView; readonly job: LinkJobView }): ReactElement {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const verdictText = useVerdictText(pair);
  const [verdict, setVerdict] = useState<ImportVerdict | 'all'>('all');
  const rows = useRead(
    'listImportRows',
    { params: { id: job.id }, query: { limit: 100, ...(verdict === 'all' ? {} : { verdict }) } },
    { isEnabled: job.status !== 'running' },
  );
  const counts = (Object.entries(job.verdicts) as [ImportVerdict, number][]).filter(([, count]) => count > 0);
  const isRefused = counts.some(([name]) => !['new', 'applied', 'linked'].includes(name));
  const readRefused = async (): Promise<string[][]> => {
    const lines = [['row', pair.left.name, pair.right.name, 'verdict', 'detail']];
    for (let after: number | undefined; ;) {
      const page = await api.listImportRows({
        params: { id: job.id },
        query: { onlyRefused: 'true', limit: rowsAtATime, ...(after === undefined ? {} : { after }) },
      });
      for (const row of page.items)
        lines.push([String(row.line), row.left, row.right, verdictText(row.verdict), row.detail ?? '']);
      after = page.items.at(-1)?.line;
      if (!page.hasMore || after === undefined) return lines;
    }
  };
  const download = useMutation<string[][], ApiError>({
    mutationFn: readRefused,
    onSuccess: (lines) => saveFile(`refused-${job.fileName ?? 'rows.csv'}`, csvOf(lines), 'text/csv'),
  });
  return (
    <>
      {job.status !== 'ready' && <JobState job={job} />}
      <div className="flex flex-wrap items-center gap-2">
        <Select
          size="s"
          label={text('links.verdict')}
          value={verdict}
          onChange={setVerdict}
          options={[
            { value: 'all' as const, label: text('links.verdictAll') },
            ...counts.map(([name, count]) => ({ value: name, label: `${verdictText(name)} ${format.number(count)}` })),
          ]}
        />
        <ul className="flex flex-wrap gap-x-3 gap-y-1 text-20">
          {counts.map(([name, count]) => (
            <li key={name} className="flex items-center gap-1">
              <StatusIcon status={statusOf[name]} size={13} />
              {verdictText(name)} <b className="tabular-nums">{format.number(count)}</b>
            </li>
          ))}
        </ul>
      </div>
      {rows.data && (
        <div tabIndex={0} className="max-h-[36vh] overflow-auto rounded-2 border border-line">
          <Table aria-label={text('links.rowsTable')}>
            <colgroup>
              <col className="w-14" />
              <col />
              <col />
              <col className="w-[34%]" />
            </colgroup>
            <thead>
              <tr className="h-8">
                <HeadCell isNumber>{text('links.row')}</HeadCell>
                <HeadCell>{systemName(pair, 'left')}</HeadCell>
                <HeadCell>{systemName(pair, 'right')}</HeadCell>
                <HeadCell>{text('links.verdict')}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {rows.data.items.map((row) => (
                <VerdictRow key={row.line} row={row} label={verdictText(row.verdict)} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {isRefused && job.status !== 'running' && (
        <div>
          <Button size="s" icon={Download} isBusy={download.isPending} onClick={() => download.mutate()}>
            {text('links.refusedRows')}
          </Button>
          <ProblemNote error={download.error} />
        </div>
      )}
    </>
  );
}

function VerdictRow({ row, label }: { readonly row: ImportRow; readonly label: string }): ReactElement {
  const text = useText();
  const sentence = useSentence();
  return (
    <tr className="h-9">
      <Cell isNumber>{row.line}</Cell>
      {[
        [row.leftName, row.left],
        [row.rightName, row.right],
      ].map(([name, given], index) => (
        <Cell key={index} title={given ?? ''}>
          {name ?? <span className="font-mono text-20 text-ink-2">{given}</span>}
        </Cell>
      ))}
      <Cell>
        <span className="flex min-w-0 items-center gap-1.5">
          <StatusIcon status={statusOf[row.verdict]} size={13} />
          <span title={[label, row.detail && sentence(row.detail)].filter(Boolean).join(' ')} className="truncate">
            {label}
            {row.detail && (
              <span className="text-ink-3">
                {' '}
                {row.verdict === 'duplicate' ? text('links.duplicateOf', { line: row.detail }) : sentence(row.detail)}
              </span>
            )}
          </span>
        </span>
      </Cell>
    </tr>
  );
}

function useVerdictText(pair: LinkPairView): (verdict: ImportVerdict) => string {
  const text = useText();
  return (verdict) => {
    if (verdict === 'unknownLeft') return text('links.verdict.unknownLeft', { left: systemName(pair, 'left') });
    if (verdict === 'unknownRight') return text('links.verdict.unknownRight', { right: systemName(pair, 'right') });
    return text(`links.verdict.${verdict}`);
  };
}

/** A file as the API takes it: its bytes in base64, so that the server finds out the encoding. */
async function read(file: File): Promise<ChosenFile> {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result as string));
    reader.addEventListener('error', () => reject(reader.error ?? new Error(file.name)));
    reader.readAsDataURL(file);
  });
  return { name: file.name, content: address.slice(address.indexOf(',') + 1) };
}
