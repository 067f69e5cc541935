import type { FlowDocument } from '@koppel/model';
import type { CheckContextBody } from '@koppel/protocol';
import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/locale.tsx';
import { createWorkerChecker, type Checker } from './checker.ts';

const pauseMs = 120;

/** A checker whose worker runs while the component is on the screen. */
export function useChecker(context: CheckContextBody | undefined): Checker {
  const language = useLanguage();
  const [checker] = useState(createWorkerChecker);
  useEffect(() => checker.open(), [checker]);
  useEffect(() => {
    if (context) checker.setContext(context, language);
  }, [checker, context, language]);
  return checker;
}

/** Has the document checked once it has stayed the same for a moment. The first one is checked at once. */
export function useCheckOf(checker: Checker, document: FlowDocument): void {
  useEffect(() => {
    if (checker.store.getState().of === null) {
      checker.check(document);
      return;
    }
    const timer = setTimeout(() => checker.check(document), pauseMs);
    return () => clearTimeout(timer);
  }, [checker, document]);
}
