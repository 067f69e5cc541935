/** Terms that mean one thing only, and how each language says them. */
export const glossary: readonly { readonly term: RegExp; readonly nl: RegExp; readonly fr: RegExp }[] = [
  // A failed record is closed; a suggestion is only put aside.
  { term: /\bdismiss(ed)?\b/i, nl: /afslui|afgesloten|opzij(zet|gezet)/i, fr: /écart/i },
  { term: /\bnodes?\b/i, nl: /stap/i, fr: /étape/i },
  { term: /\bedges?\b/i, nl: /pijl/i, fr: /flèche/i },
  { term: /\bports?\b/i, nl: /poort/i, fr: /port/i },
  { term: /\bmaster\b/i, nl: /eigena/i, fr: /maître/i },
  { term: /\brecord links?\b/i, nl: /recordkoppeling/i, fr: /correspondance/i },
  { term: /\bmatch rules?\b/i, nl: /herkenningsregel/i, fr: /règles? de reconnaissance/i },
  { term: /\bvalue lists?\b/i, nl: /waardenlijst/i, fr: /listes? de valeurs/i },
  { term: /\bsamples?\b/i, nl: /voorbeeld|proef/i, fr: /exemple|échantillon|essai/i },
  { term: /\bdraft\b/i, nl: /concept/i, fr: /brouillon/i },
  { term: /\bpublish(ed)?\b/i, nl: /publice/i, fr: /publi/i },
  { term: /\btrial\b/i, nl: /proef/i, fr: /essai/i },
  { term: /\bthe run\b/i, nl: /uitvoering|verdergaat/i, fr: /exécution/i },
  { term: /\bflow\b/i, nl: /flow/i, fr: /flux/i },
  { term: /\bcop(y|ies)\b/i, nl: /kopi/i, fr: /copi/i },
  { term: /\brun with sample\b/i, nl: /proef met voorbeelden/i, fr: /essai sur échantillon/i },
  { term: /\bretry\b/i, nl: /opnieuw|nieuwe poging/i, fr: /réessa|nouvel essai/i },
  { term: /\bdrift\b/i, nl: /afwijking/i, fr: /écart/i },
  { term: /\bput(s|ting)? (it |them |the values? )?back\b/i, nl: /terug/i, fr: /rétabli|remet|remis/i },
  { term: /\bseed\b/i, nl: /aanmaken toestaan|mag aanmaken/i, fr: /création permise|peut créer/i },
  { term: /\btemplates?\b/i, nl: /sjablo/i, fr: /modèle/i },
  { term: /\binstall(ed|s|ing)?\b/i, nl: /nstall/i, fr: /install/i },
  { term: /\bopen amounts?\b/i, nl: /openstaand|openstaat/i, fr: /encours/i },
  { term: /\boverdue\b/i, nl: /vervallen/i, fr: /échu/i },
];

/** Words that no text for people says: they blame, joke, or say that something is wrong without saying what. */
export const never: Readonly<Record<'en' | 'nl' | 'fr', RegExp>> = {
  en: /\b(invalid|oops|whoops|illegal|bad request|you (must|forgot|failed)|your (mistake|fault|error))\b/i,
  nl: /\b(ongeldig|oeps|je (moet|vergat)|(jouw|je) fout)\b/i,
  fr: /\b(invalide|non valide|oups|vous (devez|avez oublié)|votre (erreur|faute))\b/i,
};
/** `Error 412`, `auth.refused`: for the line below, where it can be copied. */
export const codeInText = /\b(error|fout|erreur) \d{3}\b|\b[45]\d\d:/i;
