import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { ApiError } from '../../api/api-error.ts';
import { useProblemText } from '../../app/problem.tsx';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Tooltip } from '../../kit/tooltip.tsx';
import type { Autosave } from './autosave.ts';

interface SaveStateProps {
  readonly autosave: Autosave;
  readonly onConflict: () => void;
}

/** "Saved 14:02", and what is the matter when it is not. That it cannot be saved is said once, however often it is tried. */
export function SaveStateText(props: SaveStateProps): ReactElement {
  const text = useText();
  const { status } = useStore(props.autosave);
  const [isUnsaved, setIsUnsaved] = useState(false);
  if (status === 'failed' && !isUnsaved) setIsUnsaved(true);
  if (status === 'saved' && isUnsaved) setIsUnsaved(false);
  return (
    <>
      <Shown {...props} />
      <span role="alert" className="sr-only">
        {isUnsaved && text('save.keptHere')}
      </span>
    </>
  );
}

function Shown({ autosave, onConflict }: SaveStateProps): ReactElement {
  const text = useText();
  const format = useFormat();
  const inWords = useProblemText();
  const state = useStore(autosave);
  if (state.status === 'saved') {
    return (
      <span className="text-20 whitespace-nowrap text-ink-3 folded-3:sr-only">
        {text('save.saved', { time: format.time(state.at) })}
      </span>
    );
  }
  if (state.status === 'failed') {
    const problem = state.error instanceof ApiError ? inWords(state.error) : null;
    return (
      <Tooltip text={[...(problem ? [`${problem.title}. ${problem.remedy}`] : []), text('save.keptHere')].join(' ')}>
        <button
          type="button"
          onClick={() => void autosave.flush()}
          className="text-20 font-medium whitespace-nowrap text-fail-text hover:underline"
        >
          {text(state.isRetrying ? 'save.retrying' : 'save.failed')}
        </button>
      </Tooltip>
    );
  }
  if (state.status === 'conflict') {
    return (
      <button
        type="button"
        onClick={onConflict}
        className="text-20 font-medium whitespace-nowrap text-warn-text hover:underline"
      >
        {text('save.conflict')}
      </button>
    );
  }
  return (
    <span role="status" className="text-20 whitespace-nowrap text-ink-3">
      {text('save.saving')}
    </span>
  );
}
