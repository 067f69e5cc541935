import { useState, type ReactElement, type ReactNode } from 'react';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { cx } from '../../kit/cx.ts';
import { Field } from '../../kit/field.tsx';
import { Select } from '../../kit/select.tsx';
import { useActions, useDesignerServices, useFlow } from '../designer-context.tsx';
import { valueAt } from '../document/edit.ts';
import { setConfig } from '../document/node-commands.ts';
import { cronOf, everyDay, inRhythm, stepsOf, timetableOf, type Rhythm, type Timetable } from './timetable.ts';

const rhythms = ['minutes', 'hours', 'day', 'month'] as const satisfies readonly Rhythm[];
/** The week begins on Monday. */
const weekdays = [1, 2, 3, 4, 5, 6, 0];
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);
const datesOfEach = Array.from({ length: 28 }, (_, date) => date + 1);
const twoDigits = (n: number) => String(n).padStart(2, '0');

/** When a flow starts, in the terms of a clock and a calendar; what those cannot say is written as cron. */
export function TimetableField({
  nodeId,
  path,
  setting,
  children,
}: {
  readonly nodeId: string;
  readonly path: readonly string[];
  /** What it is called in undo. */
  readonly setting: string;
  /** The field for the cron line itself. */
  readonly children: ReactNode;
}): ReactElement {
  const text = useText();
  const { execute } = useActions();
  const { readOnlyReason } = useDesignerServices();
  const cron = useFlow((flow) => valueAt(flow.nodes[nodeId]?.config, path));
  const timetable = typeof cron === 'string' ? timetableOf(cron) : null;
  const [isWritten, setIsWritten] = useState(timetable === null);
  const shown = isWritten ? null : timetable;
  const isFixed = readOnlyReason !== null;
  const set = (next: Timetable) =>
    execute(setConfig(nodeId, path, cronOf(next), { id: 'designer.intent.settingNamed', values: { setting } }));
  const part = (changed: Partial<Timetable>) => timetable && set({ ...timetable, ...changed });
  return (
    <>
      <Field label={text('timetable.rhythm')}>
        {(ids) => (
          <Select<Rhythm | 'cron'>
            ids={ids}
            value={shown?.rhythm ?? 'cron'}
            isDisabled={isFixed}
            onChange={(next) => {
              setIsWritten(next === 'cron');
              if (next !== 'cron') set(inRhythm(timetable, next));
            }}
            options={[...rhythms, 'cron' as const].map((value) => ({ value, label: text(`timetable.${value}`) }))}
            className="w-full"
          />
        )}
      </Field>
      {shown === null ? (
        children
      ) : (
        <fieldset
          disabled={isFixed}
          data-setting={`${nodeId} ${path.join('.')}`}
          className="flex flex-col gap-3.5 rounded-2"
        >
          {(shown.rhythm === 'minutes' || shown.rhythm === 'hours') && (
            <Within timetable={shown} isFixed={isFixed} onChange={part} />
          )}
          {(shown.rhythm === 'day' || shown.rhythm === 'month') && (
            <div className="flex gap-2">
              {shown.rhythm === 'month' && (
                <Numbers
                  label={text('timetable.dayOfMonth')}
                  value={shown.dayOfMonth}
                  among={datesOfEach}
                  isFixed={isFixed}
                  onChange={(dayOfMonth) => part({ dayOfMonth })}
                />
              )}
              <Numbers
                label={text('timetable.hour')}
                value={shown.hour}
                among={hoursOfDay}
                write={twoDigits}
                isFixed={isFixed}
                onChange={(hour) => part({ hour })}
              />
              <Minute value={shown.minute} isFixed={isFixed} onChange={(minute) => part({ minute })} />
            </div>
          )}
          {shown.rhythm !== 'month' && <Days value={shown.days} onChange={(days) => part({ days })} />}
        </fieldset>
      )}
    </>
  );
}

interface WithinProps {
  readonly timetable: Timetable;
  readonly isFixed: boolean;
  readonly onChange: (part: Partial<Timetable>) => void;
}

/** Every few minutes or hours, within some hours of the day. */
function Within({ timetable: { rhythm, every, minute, from, to }, isFixed, onChange }: WithinProps): ReactElement {
  const text = useText();
  const isMinutes = rhythm === 'minutes';
  const steps = stepsOf[isMinutes ? 'minutes' : 'hours'];
  return (
    <>
      <div className="flex gap-2">
        <Numbers
          label={text('timetable.every')}
          value={every}
          among={steps}
          write={(n) => text(isMinutes ? 'timetable.nMinutes' : 'timetable.nHours', { n })}
          isFixed={isFixed}
          onChange={(next) => onChange({ every: next })}
        />
        {!isMinutes && <Minute value={minute} isFixed={isFixed} onChange={(next) => onChange({ minute: next })} />}
      </div>
      <div className="flex gap-2">
        <Numbers
          label={text('timetable.from')}
          value={from}
          among={hoursOfDay.filter((hour) => (isMinutes ? hour <= to : hour < to))}
          write={(hour) => `${twoDigits(hour)}:00`}
          isFixed={isFixed}
          onChange={(next) => onChange({ from: next })}
        />
        <Numbers
          label={text('timetable.to')}
          value={to}
          among={hoursOfDay.filter((hour) => (isMinutes ? hour >= from : hour > from))}
          write={(hour) => `${twoDigits(hour)}:59`}
          isFixed={isFixed}
          onChange={(next) => onChange({ to: next })}
        />
      </div>
    </>
  );
}

const minutesOnOffer = Array.from({ length: 12 }, (_, at) => at * 5);

function Minute(props: Pick<NumbersProps, 'value' | 'isFixed' | 'onChange'>): ReactElement {
  const text = useText();
  return <Numbers {...props} label={text('timetable.minute')} among={minutesOnOffer} write={twoDigits} />;
}

interface NumbersProps {
  readonly label: string;
  readonly value: number;
  /** Those on offer; the present one always is. */
  readonly among: readonly number[];
  readonly write?: (value: number) => string;
  readonly isFixed: boolean;
  readonly onChange: (value: number) => void;
}

function Numbers({ label, value, among, write = String, isFixed, onChange }: NumbersProps): ReactElement {
  const offered = among.includes(value) ? among : [...among, value].toSorted((a, b) => a - b);
  return (
    <div className="min-w-0 flex-1">
      <Field label={label}>
        {(ids) => (
          <Select
            ids={ids}
            value={String(value)}
            isDisabled={isFixed}
            onChange={(next) => onChange(Number(next))}
            options={offered.map((one) => ({ value: String(one), label: write(one) }))}
            className="w-full"
          />
        )}
      </Field>
    </div>
  );
}

function Days({
  value,
  onChange,
}: {
  readonly value: readonly number[];
  readonly onChange: (days: readonly number[]) => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  return (
    <div role="group" aria-label={text('timetable.days')}>
      <p aria-hidden="true" className="mb-0.75 text-20 text-ink-2">
        {text('timetable.days')}
      </p>
      <div className="flex gap-1">
        {weekdays.map((day) => {
          const isOn = value.includes(day);
          const next = everyDay.filter((one) => (one === day ? !isOn : value.includes(one)));
          const { short, long } = format.weekdayName(day);
          return (
            <button
              key={day}
              type="button"
              aria-pressed={isOn}
              title={long}
              // A schedule that never comes is switched off at the flow.
              onClick={() => next.length > 0 && onChange(next)}
              className={cx(
                'relative h-control min-w-0 flex-1 rounded-2 border text-20 font-medium',
                isOn ? 'border-accent bg-selected text-accent-text' : 'border-edge-control bg-surface text-ink-2',
              )}
            >
              <span aria-hidden="true">{short}</span>
              <span className="sr-only">{long}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
