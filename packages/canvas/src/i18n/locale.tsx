import type { Language, LocalizedText } from '@koppel/model';
import type { I18n } from '@lingui/core';
import { I18nProvider, Trans, useLingui } from '@lingui/react';
import { createContext, useContext, useEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { createFormat, type Format } from '../format/format.ts';
import { createNumberFormat } from '../format/number.ts';
import type { Region } from '../theme/preferences.ts';
import { withWrittenForms, type TextValues } from './compile.ts';
import { loadSentences, sentencesAtHand } from './sentences/load.ts';
import type { Sentence } from './sentences/sentence-in.ts';
import { localized, type MessageId } from './texts.ts';

/** Writes the message with this id in the reader's language. Numbers among the values are written by the region. */
export type Text = (id: MessageId, values?: TextValues) => string;

interface Locale {
  readonly language: Language;
  readonly text: Text;
  readonly sentence: Sentence;
  readonly format: Format;
}

const LocaleContext = createContext<Locale | null>(null);

export interface LocaleProviderProps {
  readonly i18n: I18n;
  readonly region: Region;
  /** The workspace's time zone; undefined while nobody is signed in. */
  readonly timeZone?: string | undefined;
  readonly children: ReactNode;
}

/** Gives everything inside it texts and formats. The language is the one that is active in `i18n`. */
export function LocaleProvider({ i18n, ...rest }: LocaleProviderProps): ReactElement {
  return (
    <I18nProvider i18n={i18n}>
      <LocaleValues {...rest} />
    </I18nProvider>
  );
}

function LocaleValues({ region, timeZone, children }: Omit<LocaleProviderProps, 'i18n'>): ReactElement {
  const { i18n } = useLingui();
  const language = i18n.locale as Language;
  const sentence = useSentences(language);
  const locale = useMemo((): Locale => {
    const { number } = createNumberFormat(region);
    const text: Text = (id, values) => i18n._(id, values && withWrittenForms(values, number));
    return { language, text, sentence, format: createFormat({ language, region, timeZone, text }) };
    // The texts of `i18n` are those of the language.
  }, [i18n, language, sentence, region, timeZone]);
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

/** The sentences of the server in a language: English until they are loaded, which begins here. */
function useSentences(language: Language): Sentence {
  const [, setLoaded] = useState<Sentence | null>(null);
  useEffect(() => {
    // As an update by a function, which a sentence is too.
    void loadSentences(language).then((sentence) => setLoaded(() => sentence));
  }, [language]);
  return sentencesAtHand(language);
}

function useLocale(): Locale {
  const locale = useContext(LocaleContext);
  if (!locale) throw new Error('This component needs a LocaleProvider around it.');
  return locale;
}

/** The function that gives the texts of the interface. */
export function useText(): Text {
  return useLocale().text;
}

/** The functions that write numbers, durations and times. */
export function useFormat(): Format {
  return useLocale().format;
}

/** The function that says an English sentence of the server or the check in the reader's language. */
export function useSentence(): Sentence {
  return useLocale().sentence;
}

/** The language of the words on the screen. */
export function useLanguage(): Language {
  return useLocale().language;
}

/** A function that gives a text of the model (titles of flows, nodes, fields) in the reader's language. */
export function useLocalized(): (text: LocalizedText) => string {
  const { language } = useLocale();
  return useMemo(() => (text: LocalizedText) => localized(text, language), [language]);
}

/** A message with marked parts: `<b>…</b>` in the text becomes `components.b`. */
export function Rich({
  id,
  values = {},
  components,
}: {
  readonly id: MessageId;
  readonly values?: TextValues;
  readonly components: Readonly<Record<string, ReactElement>>;
}): ReactElement {
  const { format } = useLocale();
  return <Trans id={id} values={withWrittenForms(values, format.number)} components={components} />;
}
