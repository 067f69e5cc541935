import type { FlowSummary } from '@koppel/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { Icon } from '../kit/icon.tsx';
import { Ellipsis, PencilLine } from 'lucide-react';
import { Fragment, type MouseEvent, type ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useReason } from '../app/session.tsx';
import { useFormat, useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { IconButton } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { EntityChip } from '../kit/entity.tsx';
import { Avatar } from '../kit/marks.tsx';
import { Menu } from '../kit/menu.tsx';
import { Switch } from '../kit/switch.tsx';
import { Direction, roleLabel } from '../kit/system-badge.tsx';
import { Cell } from '../kit/table.tsx';
import { isGoing } from '../runs/run-status.ts';
import { TemplateMark, type TemplateOfFlow } from '../templates/template-mark.tsx';
import { useFlowMenu, type FlowAction } from './flow-menu.ts';
import { LastRunPill } from './last-run-pill.tsx';
import { RunBars } from './run-bars.tsx';

const shownEntities = 2;

export type FlowColumn =
  | 'on'
  | 'flow'
  | 'direction'
  | 'entities'
  | 'lastRun'
  | 'at'
  | 'lastRuns'
  | 'next'
  | 'version'
  | 'owner';

/** One flow on the list. */
export function FlowRow({
  columns,
  flow,
  now,
  template,
  onAct,
}: {
  readonly columns: readonly FlowColumn[];
  readonly flow: FlowSummary;
  readonly now: number;
  /** The template that it came from. */
  readonly template: TemplateOfFlow | undefined;
  readonly onAct: (action: FlowAction) => void;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const localized = useLocalized();
  const format = useFormat();
  const names = useEntityNames();
  const navigate = useNavigate();
  const switchReason = useReason('flows.publish');
  const menu = useFlowMenu(flow, onAct);
  const title = localized(flow.title);
  const { freshness } = flow;
  const isLate = freshness?.isLate === true;
  const age = (since: string | null, n: number) =>
    since === null
      ? text('flows.notYet', { n })
      : text(isLate ? 'flows.late' : 'flows.upToDate', { time: format.moment(since, now), n });

  /** Why it rests or cannot be read; else how fresh what it carries is, and what starts it. */
  const remark = flow.hold
    ? text('hold.why', { connection: flow.hold.connectionName })
    : flow.damage
      ? sentence(flow.damage.message)
      : [
          ...(freshness ? [age(freshness.upToDateSince, freshness.promisedMinutes)] : []),
          flow.starts.length > 0 ? flow.starts.map(localized).join(', ') : text('flows.startedByHand'),
        ].join(' · ');

  const openOnClick = (event: MouseEvent<HTMLElement>) => {
    if ((event.target as HTMLElement).closest('a, button, [role="menu"]')) return;
    void navigate({ to: '/flows/$id', params: { id: flow.id } });
  };

  const cells: Record<FlowColumn, ReactElement> = {
    on: (
      <Cell className="overflow-visible">
        {flow.isSubFlow ? null : (
          <Switch
            value={flow.isOn}
            label={text('flows.switch', { flow: title })}
            reason={switchReason ?? (flow.publishedVersion === null ? text('flows.notPublished') : null)}
            onChange={(isOn) => onAct({ kind: isOn ? 'switchOn' : 'switchOff', flow })}
          />
        )}
      </Cell>
    ),
    flow: (
      <Cell className="py-1.5">
        <Link
          to="/flows/$id"
          params={{ id: flow.id }}
          data-row
          className="block truncate leading-[1.3] font-medium hover:underline"
        >
          {title}
        </Link>
        {flow.editor && (
          <span className="flex items-center gap-1 text-20 leading-[1.3] text-accent-text">
            <Icon of={PencilLine} size="xs" className="flex-none" />
            <span title={text('flows.editing', { who: flow.editor.name })} className="truncate">
              {text('flows.editing', { who: flow.editor.name })}
            </span>
          </span>
        )}
        <span
          title={remark}
          className={cx(
            'block truncate text-20 leading-[1.3]',
            flow.damage || flow.hold ? 'text-fail-text' : isLate ? 'text-warn-text' : 'text-ink-3',
          )}
        >
          {flow.isSubFlow && !flow.damage ? <UsedBy flow={flow} /> : remark}
        </span>
        {template && <TemplateMark of={template} />}
      </Cell>
    ),
    direction: (
      <Cell>
        <Direction direction={flow.direction} label={directionLabel(flow.direction, text)} />
      </Cell>
    ),
    entities: (
      <Cell>
        <span className="flex gap-1">
          {flow.entities.slice(0, shownEntities).map((entity) => (
            <EntityChip key={entity} entity={entity}>
              <span className="max-roomy:sr-only">{names.entity(entity)}</span>
            </EntityChip>
          ))}
          {flow.entities.length > shownEntities && (
            <span title={flow.entities.slice(shownEntities).map(names.entity).join(', ')} className="text-20">
              +{flow.entities.length - shownEntities}
            </span>
          )}
        </span>
      </Cell>
    ),
    lastRun: (
      <Cell>
        <LastRunPill flow={flow} />
      </Cell>
    ),
    at: (
      <Cell isNumber className="text-ink-2">
        <LastRunAt flow={flow} now={now} />
      </Cell>
    ),
    lastRuns: (
      <Cell>
        <RunBars bars={flow.lastRuns} isOff={!flow.isOn} />
      </Cell>
    ),
    next: (
      <Cell isNumber className="text-ink-2">
        <NextRun flow={flow} now={now} />
      </Cell>
    ),
    version: (
      <Cell className="overflow-visible">
        <span className="flex items-center gap-1">
          {flow.publishedVersion === null ? '–' : text('flows.version', { version: String(flow.publishedVersion) })}
          {flow.hasUnpublishedDraft && (
            <span className="ml-1 rounded-1 bg-warn-soft px-1.25 text-10 leading-[17px] text-warn-text">
              {text('flows.draft')}
            </span>
          )}
        </span>
      </Cell>
    ),
    owner: (
      <Cell className="overflow-visible">
        <span className="flex items-center gap-1">
          {flow.owner ? (
            <>
              <span title={flow.owner.name}>
                <Avatar size="s" name={flow.owner.name} />
              </span>
              <span className="sr-only">{flow.owner.name}</span>
            </>
          ) : (
            '–'
          )}
          <span className="ml-auto">
            <Menu
              label={text('flows.actionsFor', { flow: title })}
              trigger={<IconButton icon={Ellipsis} size="s" label={text('action.more')} />}
              entries={menu}
            />
          </span>
        </span>
      </Cell>
    ),
  };
  return (
    <tr
      onClick={openOnClick}
      className={cx('h-12 cursor-pointer hover:bg-hover', !flow.isOn && !flow.isSubFlow && 'text-ink-3')}
    >
      {columns.map((column) => (
        <Fragment key={column}>{cells[column]}</Fragment>
      ))}
    </tr>
  );
}

/** Who uses a sub-flow: how many, and which when one asks. */
function UsedBy({ flow: { usedBy, publishedVersion } }: { readonly flow: FlowSummary }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const older = usedBy.filter(
    ({ publishedUses, draftUses }) => (publishedUses ?? draftUses ?? 0) < (publishedVersion ?? 0),
  );
  const names = usedBy.map(({ title, publishedUses, draftUses }) =>
    text('subFlow.user', { flow: localized(title), version: publishedUses ?? draftUses ?? 0 }),
  );
  return (
    <span title={names.join(', ')}>
      {[
        text('subFlow.usedBy', { n: usedBy.length }),
        ...(older.length > 0 ? [text('subFlow.older', { n: older.length })] : []),
      ].join(' · ')}
      <span className="sr-only">{names.join(', ')}</span>
    </span>
  );
}

function LastRunAt({ flow, now }: { readonly flow: FlowSummary; readonly now: number }): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const last = flow.lastRuns.at(-1);
  if (!last?.startedAt) return null;
  if (isGoing(last.status)) return <>{text('format.now')}</>;
  return (
    <time dateTime={last.startedAt} title={format.dateTime(last.startedAt)}>
      {format.moment(last.startedAt, now)}
    </time>
  );
}

function NextRun({ flow, now }: { readonly flow: FlowSummary; readonly now: number }): ReactElement {
  const text = useText();
  const format = useFormat();
  if (flow.isSubFlow) return <>–</>;
  if (!flow.isOn) return <>{text('flows.nextOff')}</>;
  if (flow.hold) {
    return (
      <Link
        to="/connections/$id"
        params={{ id: flow.hold.connectionId }}
        title={text('hold.fix')}
        className="inline-flex min-h-6 items-center text-fail-text underline underline-offset-2"
      >
        {text('hold.next')}
      </Link>
    );
  }
  if (!flow.nextRunAt) return <>{text('flows.nextByHand')}</>;
  return (
    <time dateTime={flow.nextRunAt} title={format.dateTime(flow.nextRunAt)}>
      {format.moment(flow.nextRunAt, now)}
    </time>
  );
}

function directionLabel(direction: readonly string[], text: ReturnType<typeof useText>): string {
  const [from, to] = direction;
  if (from === undefined) return '';
  if (to === undefined) return text('direction.within', { from: roleLabel(from) });
  const names = { from: roleLabel(from), to: roleLabel(to) };
  return text(direction.lastIndexOf(from) > 0 ? 'direction.both' : 'direction.to', names);
}
