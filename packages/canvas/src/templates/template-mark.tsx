import type { InstalledTemplate } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { ArrowUp } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useMay, useReason } from '../app/session.tsx';
import { useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { useBegin } from './use-begin.ts';

/** The template that a flow came from, with how many changes were made to this flow here. */
export interface TemplateOfFlow {
  readonly template: InstalledTemplate;
  readonly localChanges: number;
}

/** By the id of the flow; empty for who may not see templates. */
export function useTemplatesOfFlows(): ReadonlyMap<string, TemplateOfFlow> {
  const mayRead = useMay('templates.read');
  const installed = useRead('listTemplates', {}, { isEnabled: mayRead }).data?.installed;
  return useMemo(
    () =>
      new Map(
        (installed ?? []).flatMap((template) =>
          template.flows.map(({ id, localChanges }) => [id, { template, localChanges }] as const),
        ),
      ),
    [installed],
  );
}

/** On a flow that came from a template: what was changed here, and the way to the upgrade where there is one. */
export function TemplateMark({
  of: { template, localChanges },
  isShort = false,
}: {
  readonly of: TemplateOfFlow;
  /** Where there is little room: with an upgrade to go to, what was changed is told there. */
  readonly isShort?: boolean;
}): ReactElement | null {
  const text = useText();
  const sentence = useSentence();
  const title = useLocalized()(template.title);
  const mayNot = useReason('templates.use');
  const begin = useBegin();
  const { available, unfinished } = template;
  if (available === null && localChanges === 0) return null;
  const label = text('templates.upgradeOf', { title, version: available ?? '' });
  return (
    <span className="flex flex-wrap items-center gap-x-1.5 text-20 font-regular whitespace-normal">
      {available !== null &&
        (unfinished !== null ? (
          <Link
            to="/templates/install/$id"
            params={{ id: unfinished }}
            aria-label={label}
            className={buttonClass('plain', 's')}
          >
            {text('templates.available', { version: available })}
          </Link>
        ) : (
          <Button
            size="s"
            icon={ArrowUp}
            aria-label={label}
            title={label}
            reason={mayNot ?? (begin.error ? sentence(begin.error.message) : null)}
            isBusy={begin.isPending}
            onClick={() => begin.start(template.id, available)}
          >
            <span className={cx(isShort && 'folded-1:sr-only')}>
              {text('templates.available', { version: available })}
            </span>
          </Button>
        ))}
      {localChanges > 0 && !(isShort && available !== null) && (
        <span className="text-ink-2">{text('templates.changedHere', { n: localChanges })}</span>
      )}
    </span>
  );
}
