import type { LocalizedText } from '@koppel/model';

/**
 * The metadata of a setting that forms show: its name and, where the name does not say all, a sentence of help. Readers of
 * plain JSON schema get the English, forms all languages (`x-koppel`).
 */
export function labelled(title: LocalizedText, help?: LocalizedText) {
  return {
    title: title.en,
    ...(help ? { description: help.en } : {}),
    'x-koppel': { title, ...(help ? { help } : {}) },
  };
}
