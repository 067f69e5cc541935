import type { FlowDocument } from '@koppel/model';
import { useQueryClient } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import { Bar } from '../seat/seat-bar.tsx';
import { sampleKey, useSample } from './use-sample.ts';

/** While the draft is being tried it is locked: says so, and stops it. The trial goes on when one looks at something else. */
export function TryingBar(): ReactElement | null {
  const { sample } = useDesignerServices();
  const trying = useStore(sample, (state) => state.trying);
  return trying && <Trying document={trying} />;
}

function Trying({ document }: { readonly document: FlowDocument }): ReactElement {
  const text = useText();
  const client = useQueryClient();
  const { flowId, sample } = useDesignerServices();
  const { isFetching } = useSample(flowId, document, true);
  useEffect(() => {
    if (!isFetching) sample.setState({ trying: null });
  }, [isFetching, sample]);
  const stop = () => {
    void client.cancelQueries({ queryKey: sampleKey(flowId, document) });
    sample.setState({ trying: null });
  };
  return (
    <Bar icon={Lock} actions={<Button onClick={stop}>{text('sample.stop')}</Button>}>
      <span role="status">{text('sample.locked')}</span>
    </Bar>
  );
}
