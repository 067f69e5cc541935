import type { FlowDocument } from '@koppel/model';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useApi } from '../../api/use-api.tsx';
import type { Checker } from '../../check-worker/checker.ts';
import { useLanguage, useSentence } from '../../i18n/locale.tsx';
import { issueToldIn } from '../../i18n/sentences/issue-told.ts';
import type { Autosave } from '../saving/autosave.ts';

/** Asks the server, which knows the other flows, what a draft does together with them: when it is opened and each time it is saved. */
export function useTogether(checker: Checker, autosave: Autosave, document: () => FlowDocument): void {
  const api = useApi();
  const language = useLanguage();
  const sentence = useSentence();
  const savedAt = useStore(autosave, (state) => (state.status === 'saved' ? state.at : null));
  useEffect(() => {
    if (savedAt === null) return;
    const newer = new AbortController();
    const draft = document();
    api.checkFlow({ params: { id: draft.id }, body: { document: draft } }, { signal: newer.signal }).then(
      ({ together }) => checker.setTogether(together.map((issue) => issueToldIn(issue, language, sentence))),
      // The next saving asks again; the check itself goes on without.
      () => {},
    );
    return () => newer.abort();
  }, [api, checker, document, savedAt, language, sentence]);
}
