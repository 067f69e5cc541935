import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { useActions, useDesignerServices } from '../designer-context.tsx';
import { setConfig } from '../document/node-commands.ts';
import { UseSettings } from './use-settings.tsx';

/** Of a node that uses a sub-flow: which one, in which version, what it is given here, and the newest one where that is another. */
export function UseFields({
  nodeId,
  subFlow,
  version,
}: {
  readonly nodeId: string;
  readonly subFlow: string;
  readonly version: number;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { context, readOnlyReason } = useDesignerServices();
  const { execute, say } = useActions();
  const versions = context.subFlows.filter(({ document }) => document.id === subFlow);
  const newest = Math.max(version, ...versions.map((known) => known.version));
  const used = versions.find((known) => known.version === version) ?? versions[0];
  const title = used ? localized(used.document.title) : subFlow;
  const take = () => {
    execute(setConfig(nodeId, ['version'], newest, { id: 'designer.intent.takeVersion', values: { version: newest } }));
    say(text('subFlow.taken', { title, version: newest }));
  };
  return (
    <div className="grid gap-2">
      <p>
        <Link to="/flows/$id" params={{ id: subFlow }} className="font-medium underline underline-offset-2">
          {title}
        </Link>
        <span className="ml-2 text-ink-2">{text('flows.version', { version: String(version) })}</span>
      </p>
      <p className="text-20 text-ink-3">{text('subFlow.openHint')}</p>
      {used && <UseSettings nodeId={nodeId} used={used.document} />}
      {newest > version && (
        <div className="grid gap-1.5 rounded-2 bg-warn-soft px-3 py-2 text-warn-text">
          <p>{text('subFlow.newer', { version: newest })}</p>
          <span>
            <Button size="s" reason={readOnlyReason} onClick={take}>
              {text('subFlow.take', { version: newest })}
            </Button>
          </span>
        </div>
      )}
    </div>
  );
}
