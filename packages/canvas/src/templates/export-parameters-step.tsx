import { languages } from '@koppel/model';
import type { ExportProposal, ExportRequest } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { Note } from '../kit/status-pill.tsx';
import { StepBody } from './step-body.tsx';
import type { ChangeExport } from './use-export.ts';

type Parameter = ExportProposal['parameters'][number];

/** What the next client is asked for: values that were found, and how each is asked. */
export function ExportParametersStep({
  request,
  proposal,
  onChange,
}: {
  readonly request: ExportRequest;
  readonly proposal: ExportProposal;
  readonly onChange: ChangeExport;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { parameters, candidates, missingTexts } = proposal;
  const chosen = request.chosen ?? {};
  const given = request.parameters ?? {};
  const choose = (id: string, name: string | null) => {
    const { [id]: _, ...others } = chosen;
    onChange({ chosen: name === null ? others : { ...others, [id]: name } });
  };
  return (
    <StepBody
      title={text('templates.parametersFound', { n: parameters.length })}
      help={text('templates.missingTexts', { n: missingTexts.length })}
    >
      {candidates.length > 0 && (
        <Card title={text('templates.candidatesTitle')}>
          <ul>
            {candidates.map(({ id, reason, place, value, proposedName, chosenAs }) => (
              <li
                key={id}
                className="flex flex-wrap items-center gap-3 border-t border-line px-3.5 py-2 first:border-t-0"
              >
                <span className="min-w-0 flex-1">
                  <b className="font-medium">{text(`templates.reasonOf.${reason}`)}</b>{' '}
                  <code className="text-20">{String(value)}</code>
                  <span className="block text-20 text-ink-2">
                    {[place.flowTitle && localized(place.flowTitle), place.nodeTitle, place.name]
                      .filter(Boolean)
                      .join(' › ')}
                  </span>
                </span>
                {chosenAs === null ? (
                  <Button
                    size="s"
                    aria-label={`${text('templates.makeParameter')}: ${proposedName}`}
                    onClick={() => choose(id, proposedName)}
                  >
                    {text('templates.makeParameter')}
                  </Button>
                ) : (
                  <>
                    <span className="text-20 text-ink-2">
                      {text('templates.decided.parameter', { name: chosenAs })}
                    </span>
                    <Button size="s" look="quiet" onClick={() => choose(id, null)}>
                      {text('action.undo')}
                    </Button>
                  </>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {parameters.map((parameter) => (
        <ParameterTexts
          key={parameter.name}
          parameter={parameter}
          onChange={(part) =>
            onChange({ parameters: { ...given, [parameter.name]: { ...given[parameter.name], ...part } } })
          }
        />
      ))}
      {missingTexts.length > 0 && (
        <Note status="warn">{text('templates.missingTexts', { n: missingTexts.length })}</Note>
      )}
    </StepBody>
  );
}

function ParameterTexts({
  parameter,
  onChange,
}: {
  readonly parameter: Parameter;
  readonly onChange: (part: Partial<Pick<Parameter, 'title' | 'help' | 'default' | 'isRequired'>>) => void;
}): ReactElement {
  const text = useText();
  const { name, type, presentValue, isRequired } = parameter;
  const texts = [
    { key: 'title', what: text('templates.parameterTitle') },
    { key: 'help', what: text('templates.parameterHelp') },
  ] as const;
  return (
    <Card
      title={<span className="font-mono">{name}</span>}
      aside={
        <>
          <span className="text-20 text-ink-3">{type}</span>
          <Checkbox
            value={isRequired}
            label={text('templates.isRequired', { parameter: name })}
            onChange={(next) => onChange({ isRequired: next })}
          />
          <span aria-hidden="true" className="text-20">
            {text('templates.required')}
          </span>
        </>
      }
    >
      <div className="grid grid-cols-3 gap-3 px-3.5 py-3 max-narrow:grid-cols-1">
        {texts.map(({ key, what }) =>
          languages.map((language) => (
            <div key={`${key} ${language}`}>
              <span aria-hidden="true" className="mb-0.75 block text-20 text-ink-2">
                {what} ({language})
              </span>
              <Input
                aria-label={text('templates.parameterText', { what, parameter: name, language })}
                defaultValue={parameter[key][language] ?? ''}
                onBlur={({ target }) => {
                  if (target.value !== (parameter[key][language] ?? '')) {
                    onChange({ [key]: { ...parameter[key], [language]: target.value } });
                  }
                }}
              />
            </div>
          )),
        )}
        <Field
          label={text('templates.default')}
          help={text('templates.defaultHelp', { value: String(presentValue ?? '') })}
        >
          {(ids) => (
            <Input
              {...ids}
              aria-label={text('templates.defaultOf', { parameter: name })}
              defaultValue={parameter.default === null ? '' : String(parameter.default)}
              onBlur={({ target }) => {
                const typed = target.value.trim();
                const next =
                  typed === ''
                    ? null
                    : type === 'boolean'
                      ? typed === 'true'
                      : type === 'integer'
                        ? Number(typed)
                        : typed;
                if (next !== parameter.default) onChange({ default: next });
              }}
            />
          )}
        </Field>
      </div>
    </Card>
  );
}
