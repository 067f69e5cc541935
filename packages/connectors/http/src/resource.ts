import { labelled, type LocalizedText } from '@koppel/sdk';
import { z } from 'zod';
import { isPath } from './json-path.ts';

/** A form shows a setting only where another one of the same group has one of these values. */
const when = (setting: string, ...values: readonly string[]) => ({ setting, values });

function hints(
  title: LocalizedText,
  help?: LocalizedText,
  more: { when?: ReturnType<typeof when>; options?: Record<string, LocalizedText>; entities?: true } = {},
) {
  const meta = labelled(title, help);
  return { ...meta, 'x-koppel': { ...meta['x-koppel'], ...more } };
}

const text3 = (en: string, nl: string, fr: string): LocalizedText => ({ en, nl, fr });

const path = () =>
  z.string().trim().max(200).refine(isPath, 'Names with dots between them, such as data.items.').default('');
/** Below the address of the connection. `{key}` stands for a record's key. */
const address = () =>
  z
    .string()
    .trim()
    .max(500)
    .regex(/^(\/(?!\/)[\x21-\x22\x24-\x5b\x5d-\x7e]*)?$/, 'Begins with a slash and has no blanks: /customers.')
    .refine(
      (text) => !/(^|\/)\.{1,2}(\/|$|\?)/.test(text) && !/%2e|%2f|%5c/i.test(text),
      'Must not contain . or .. as a folder.',
    )
    .default('');
const parameter = (name: string) =>
  z
    .string()
    .trim()
    .max(100)
    .regex(/^[\w.\-[\]$:]*$/, 'The name of a parameter, such as page.')
    .default(name);
const header = () =>
  z
    .string()
    .trim()
    .max(100)
    .regex(/^[A-Za-z0-9-]*$/, 'The name of a header, such as Idempotency-Key.')
    .default('');
/** `name=value`, one a line. */
const fixedParameters = () =>
  z
    .array(
      z
        .string()
        .max(500)
        .regex(/^[^=&#\s]+=[^\r\n]*$/, 'One parameter a line: name=value.'),
    )
    .max(20)
    .default([]);

export const fieldKinds = ['text', 'integer', 'decimal', 'money', 'boolean', 'date', 'dateTime', 'choice', 'reference', 'lines'] as const; // prettier-ignore

const kindNames = {
  text: text3('Text', 'Tekst', 'Texte'),
  integer: text3('Whole number', 'Geheel getal', 'Nombre entier'),
  decimal: text3('Number', 'Getal', 'Nombre'),
  money: text3('Amount', 'Bedrag', 'Montant'),
  boolean: text3('Yes or no', 'Ja of nee', 'Oui ou non'),
  date: text3('Date', 'Datum', 'Date'),
  dateTime: text3('Date and time', 'Datum en tijd', 'Date et heure'),
  choice: text3('Choice', 'Keuze', 'Choix'),
  reference: text3('Another record', 'Ander record', 'Autre enregistrement'),
  lines: text3('Lines', 'Regels', 'Lignes'),
} satisfies Record<(typeof fieldKinds)[number], LocalizedText>;

const formNames = {
  natural: text3('As JSON has it', 'Zoals JSON het heeft', 'Comme en JSON'),
  text: text3('As text', 'Als tekst', 'En texte'),
  number: text3('As a number', 'Als getal', 'En nombre'),
  seconds: text3('Seconds since 1970', 'Seconden sinds 1970', 'Secondes depuis 1970'),
  milliseconds: text3('Milliseconds since 1970', 'Milliseconden sinds 1970', 'Millisecondes depuis 1970'),
};

const kind = (allowed: readonly (typeof fieldKinds)[number][]) =>
  z
    .enum(allowed as [(typeof fieldKinds)[number], ...(typeof fieldKinds)[number][]])
    .default('text')
    .meta(hints(text3('Kind', 'Soort', 'Genre'), undefined, { options: kindNames }));
const form = () =>
  z
    .enum(['natural', 'text', 'number', 'seconds', 'milliseconds'])
    .default('natural')
    .meta(hints(text3('Form', 'Vorm', 'Forme'), undefined, { options: formNames }));

const lineSchema = z.strictObject({
  field: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta(hints(text3('Field of the line', 'Veld van de regel', 'Champ de la ligne'))),
  path: path()
    .pipe(z.string().min(1, 'Where the field is in the line.'))
    .meta(hints(text3('In the line', 'In de regel', 'Dans la ligne'))),
  kind: kind(['text', 'integer', 'decimal', 'money', 'boolean', 'date', 'dateTime', 'choice']),
  form: form(),
});

const fieldSchema = z.strictObject({
  field: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .meta(hints(text3('Field in Koppel', 'Veld in Koppel', 'Champ dans Koppel'))),
  path: path()
    .pipe(z.string().min(1, 'Where the field is in the record.'))
    .meta(hints(text3('In the record', 'In het record', 'Dans l’enregistrement'))),
  kind: kind(fieldKinds),
  form: form(),
  use: z
    .enum(['readWrite', 'read', 'create'])
    .default('readWrite')
    .meta(
      hints(text3('Use', 'Gebruik', 'Usage'), undefined, {
        options: {
          readWrite: text3('Read and write', 'Lezen en schrijven', 'Lire et écrire'),
          read: text3('Read only', 'Alleen lezen', 'Lire seulement'),
          create: text3('Write only in a new record', 'Alleen in een nieuw record', 'Seulement à la création'),
        },
      }),
    ),
  isRequired: z
    .boolean()
    .default(false)
    .meta(hints(text3('Required', 'Verplicht', 'Obligatoire'))),
  lines: z
    .array(lineSchema)
    .max(60)
    .optional()
    .meta(hints(text3('Fields of its lines', 'Velden van de regels', 'Champs des lignes'))),
});
export type ResourceField = z.output<typeof fieldSchema>;

const listSchema = z.strictObject({
  path: address().meta(
    hints(text3('Address', 'Adres', 'Adresse'), text3('For example /customers. Empty: this system is not read.', 'Bijvoorbeeld /customers. Leeg: dit systeem wordt niet gelezen.', 'Par exemple /customers. Vide : ce système n’est pas lu.')),
  ),
  records: path().meta(
    hints(text3('Records are in', 'Records staan in', 'Les enregistrements sont dans'), text3('Path in the answer, such as data.items. Empty: the answer is the list.', 'Pad in het antwoord, zoals data.items. Leeg: het antwoord is de lijst.', 'Chemin dans la réponse, comme data.items. Vide : la réponse est la liste.')),
  ),
  query: fixedParameters().meta(
    hints(text3('Fixed parameters', 'Vaste parameters', 'Paramètres fixes'), text3('One a line: name=value.', 'Eén per regel: naam=waarde.', 'Un par ligne : nom=valeur.')),
  ),
  paging: z
    .enum(['none', 'page', 'offset', 'nextLink', 'linkHeader', 'cursor', 'cursorHeader'])
    .default('none')
    .meta(
      hints(text3('Pages', 'Pagina’s', 'Pages'), undefined, {
        options: {
          none: text3('All at once', 'Alles ineens', 'Tout à la fois'),
          page: text3('By page number', 'Op paginanummer', 'Par numéro de page'),
          offset: text3('By number of records skipped', 'Op aantal overgeslagen records', 'Par nombre d’enregistrements sautés'),
          nextLink: text3('Next link in the answer', 'Volgende link in het antwoord', 'Lien suivant dans la réponse'),
          linkHeader: text3('Next link in the Link header', 'Volgende link in de Link-header', 'Lien suivant dans l’en-tête Link'),
          cursor: text3('Cursor in the answer', 'Cursor in het antwoord', 'Curseur dans la réponse'),
          cursorHeader: text3('Cursor in a header', 'Cursor in een header', 'Curseur dans un en-tête'),
        },
      }),
    ),
  pageParameter: parameter('page').meta(
    hints(text3('Parameter of the page', 'Parameter van de pagina', 'Paramètre de la page'), undefined, { when: when('paging', 'page') }),
  ),
  firstPage: z
    .int()
    .min(0)
    .max(1)
    .default(1)
    .meta(hints(text3('Number of the first page', 'Nummer van de eerste pagina', 'Numéro de la première page'), undefined, { when: when('paging', 'page') })),
  offsetParameter: parameter('offset').meta(
    hints(text3('Parameter of the records skipped', 'Parameter van overgeslagen records', 'Paramètre des enregistrements sautés'), undefined, { when: when('paging', 'offset') }),
  ),
  nextPath: path().meta(
    hints(text3('Next link or cursor is in', 'Volgende link of cursor staat in', 'Le lien suivant ou curseur est dans'), undefined, { when: when('paging', 'nextLink', 'cursor') }),
  ),
  nextHeader: header().meta(
    hints(text3('Header of the cursor', 'Header van de cursor', 'En-tête du curseur'), undefined, { when: when('paging', 'cursorHeader') }),
  ),
  cursorParameter: parameter('cursor').meta(
    hints(text3('Parameter of the cursor', 'Parameter van de cursor', 'Paramètre du curseur'), undefined, { when: when('paging', 'cursor', 'cursorHeader') }),
  ),
  sizeParameter: parameter('').meta(
    hints(text3('Parameter of the page size', 'Parameter van de paginagrootte', 'Paramètre de la taille de page'), text3('Empty: the system decides.', 'Leeg: het systeem beslist.', 'Vide : le système décide.'), { when: when('paging', 'page', 'offset', 'nextLink', 'linkHeader', 'cursor', 'cursorHeader') }),
  ),
  pageSize: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .meta(hints(text3('Records on a page', 'Records per pagina', 'Enregistrements par page'), undefined, { when: when('paging', 'page', 'offset', 'nextLink', 'linkHeader', 'cursor', 'cursorHeader') })),
  total: path().meta(
    hints(text3('Total is in', 'Totaal staat in', 'Le total est dans'), text3('Path of the number of all records, where the system tells it.', 'Pad van het aantal records, als het systeem dat geeft.', 'Chemin du nombre d’enregistrements, si le système le donne.')),
  ),
  stampPath: path().meta(
    hints(text3('Last change is in', 'Laatste wijziging staat in', 'La dernière modification est dans'), text3('Field of a record with the time of its last change.', 'Veld van een record met het tijdstip van zijn laatste wijziging.', 'Champ d’un enregistrement avec l’heure de sa dernière modification.')),
  ),
  changedParameter: parameter('').meta(
    hints(text3('Parameter for changes', 'Parameter voor wijzigingen', 'Paramètre des modifications'), text3('Asks for what changed since a time. Empty: everything is read each time, and what is equal is not written.', 'Vraagt wat sinds een tijdstip gewijzigd is. Leeg: alles wordt telkens gelezen, en wat gelijk is niet geschreven.', 'Demande ce qui a changé depuis un moment. Vide : tout est lu chaque fois, et ce qui est égal n’est pas écrit.')),
  ),
  changedForm: z
    .enum(['iso', 'isoSeconds', 'date', 'seconds', 'milliseconds'])
    .default('iso')
    .meta(
      hints(text3('Form of that time', 'Vorm van dat tijdstip', 'Forme de ce moment'), undefined, {
        options: {
          iso: { en: '2026-11-23T09:30:00.000Z', nl: '2026-11-23T09:30:00.000Z', fr: '2026-11-23T09:30:00.000Z' },
          isoSeconds: { en: '2026-11-23T09:30:00Z', nl: '2026-11-23T09:30:00Z', fr: '2026-11-23T09:30:00Z' },
          date: { en: '2026-11-23', nl: '2026-11-23', fr: '2026-11-23' },
          seconds: formNames.seconds,
          milliseconds: formNames.milliseconds,
        },
      }),
    ),
  isOrdered: z
    .boolean()
    .default(false)
    .meta(hints(text3('Oldest change first', 'Oudste wijziging eerst', 'Modification la plus ancienne d’abord'), text3('The fixed parameters sort the list by the time of the last change.', 'De vaste parameters sorteren de lijst op het tijdstip van de laatste wijziging.', 'Les paramètres fixes trient la liste par heure de dernière modification.'))),
  overlapMinutes: z
    .int()
    .min(0)
    .max(10_080)
    .default(15)
    .meta(hints(text3('Overlap (minutes)', 'Overlapping (minuten)', 'Recouvrement (minutes)'), text3('So far back changes are read again, because some are committed late.', 'Zo ver terug worden wijzigingen opnieuw gelezen, omdat sommige laat vastgelegd worden.', 'Les modifications sont relues jusque-là, car certaines sont validées tard.'))),
  newest: fixedParameters().meta(
    hints(text3('Parameters for the newest first', 'Parameters voor nieuwste eerst', 'Paramètres pour les plus récents d’abord'), text3('Instead of the fixed ones, for samples.', 'In plaats van de vaste, voor voorbeelden.', 'Au lieu des fixes, pour les exemples.')),
  ),
  deletedPath: path().meta(
    hints(text3('Deleted is in', 'Verwijderd staat in', 'Supprimé est dans'), text3('Field that is true, or filled, in a deleted record.', 'Veld dat waar of ingevuld is in een verwijderd record.', 'Champ vrai, ou rempli, dans un enregistrement supprimé.')),
  ),
}); // prettier-ignore

const getSchema = z.strictObject({
  path: address().meta(hints(text3('Address', 'Adres', 'Adresse'), text3('With {key}: /customers/{key}.', 'Met {key}: /customers/{key}.', 'Avec {key} : /customers/{key}.'))),
  record: path().meta(hints(text3('The record is in', 'Het record staat in', 'L’enregistrement est dans'), text3('Path in the answer. Empty: the answer is the record.', 'Pad in het antwoord. Leeg: het antwoord is het record.', 'Chemin dans la réponse. Vide : la réponse est l’enregistrement.'))),
}); // prettier-ignore

const wrap = () =>
  path().meta(hints(text3('Send the record in', 'Verstuur het record in', 'Envoyer l’enregistrement dans'), text3('Path in the request, such as customer. Empty: the request is the record.', 'Pad in de aanvraag, zoals customer. Leeg: de aanvraag is het record.', 'Chemin dans la requête, comme customer. Vide : la requête est l’enregistrement.'))); // prettier-ignore
const answered = () =>
  path().meta(hints(text3('The answer has the record in', 'Het antwoord heeft het record in', 'La réponse contient l’enregistrement dans'))); // prettier-ignore

const createSchema = z.strictObject({
  method: z.enum(['POST', 'PUT']).default('POST').meta(hints(text3('Method', 'Methode', 'Méthode'))),
  path: address().meta(hints(text3('Address', 'Adres', 'Adresse'), text3('Empty: no records are made here.', 'Leeg: hier worden geen records aangemaakt.', 'Vide : aucun enregistrement n’est créé ici.'))),
  wrap: wrap(),
  record: answered(),
  keyFrom: z
    .enum(['body', 'location', 'ours'])
    .default('body')
    .meta(
      hints(text3('The key comes from', 'De sleutel komt uit', 'La clé vient de'), undefined, {
        options: {
          body: text3('The record in the answer', 'Het record in het antwoord', 'L’enregistrement de la réponse'),
          location: text3('The end of the Location header', 'Het einde van de Location-header', 'La fin de l’en-tête Location'),
          ours: text3('Koppel chooses it (UUID)', 'Koppel kiest hem (UUID)', 'Koppel la choisit (UUID)'),
        },
      }),
    ),
  idempotencyHeader: header().meta(hints(text3('Header against doubles', 'Header tegen dubbels', 'En-tête anti-doublon'), text3('Of a system that carries out a request once per value of this header, such as Idempotency-Key.', 'Van een systeem dat een aanvraag één keer uitvoert per waarde van deze header, zoals Idempotency-Key.', 'D’un système qui exécute une requête une fois par valeur de cet en-tête, comme Idempotency-Key.'))),
}); // prettier-ignore

const updateSchema = z.strictObject({
  method: z.enum(['PATCH', 'PUT', 'POST']).default('PATCH').meta(hints(text3('Method', 'Methode', 'Méthode'))),
  path: address().meta(hints(text3('Address', 'Adres', 'Adresse'), text3('With {key}. Empty: records are not changed here.', 'Met {key}. Leeg: records worden hier niet gewijzigd.', 'Avec {key}. Vide : les enregistrements ne sont pas modifiés ici.'))),
  wrap: wrap(),
  record: answered(),
  sends: z
    .enum(['changes', 'all'])
    .default('changes')
    .meta(
      hints(text3('Sends', 'Verstuurt', 'Envoie'), text3('A system that empties what it is not sent needs the whole record: it is read right before.', 'Een systeem dat leegmaakt wat het niet krijgt, heeft het hele record nodig: het wordt net ervoor gelezen.', 'Un système qui vide ce qu’il ne reçoit pas a besoin de tout l’enregistrement : il est lu juste avant.'), {
        options: {
          changes: text3('Only what changes', 'Alleen wat wijzigt', 'Seulement ce qui change'),
          all: text3('The whole record', 'Het hele record', 'Tout l’enregistrement'),
        },
      }),
    ),
}); // prettier-ignore

const versionSchema = z.strictObject({
  from: z
    .enum(['none', 'etag', 'field'])
    .default('none')
    .meta(
      hints(text3('Version', 'Versie', 'Version'), text3('With a version nobody’s change is overwritten. Without one Koppel reads right before it writes.', 'Met een versie wordt niemands wijziging overschreven. Zonder leest Koppel net voor het schrijft.', 'Avec une version, aucune modification n’est écrasée. Sans, Koppel lit juste avant d’écrire.'), {
        options: {
          none: text3('The system has none', 'Het systeem heeft er geen', 'Le système n’en a pas'),
          etag: text3('ETag header', 'ETag-header', 'En-tête ETag'),
          field: text3('A field of the record', 'Een veld van het record', 'Un champ de l’enregistrement'),
        },
      }),
    ),
  path: path().meta(hints(text3('Field of the version', 'Veld van de versie', 'Champ de la version'), text3('In lists; also where the ETag of a record is in a list.', 'In lijsten; ook waar de ETag van een record in een lijst staat.', 'Dans les listes ; aussi où se trouve l’ETag d’un enregistrement dans une liste.'), { when: when('from', 'etag', 'field') })),
  sendAs: z
    .enum(['ifMatch', 'body', 'nothing'])
    .default('ifMatch')
    .meta(
      hints(text3('An update sends it', 'Een wijziging stuurt haar', 'Une modification l’envoie'), undefined, {
        when: when('from', 'etag', 'field'),
        options: {
          ifMatch: text3('In the If-Match header', 'In de If-Match-header', 'Dans l’en-tête If-Match'),
          body: text3('In the record', 'In het record', 'Dans l’enregistrement'),
          nothing: text3('Not at all', 'Niet', 'Pas du tout'),
        },
      }),
    ),
}); // prettier-ignore

const findSchema = z.strictObject({
  field: z.string().trim().min(1).max(120).meta(hints(text3('Field in Koppel', 'Veld in Koppel', 'Champ dans Koppel'))),
  parameter: parameter('').meta(hints(text3('Parameter of the list', 'Parameter van de lijst', 'Paramètre de la liste'), text3('Empty: the whole list is read and compared. Only for short lists.', 'Leeg: de hele lijst wordt gelezen en vergeleken. Alleen voor korte lijsten.', 'Vide : toute la liste est lue et comparée. Seulement pour des listes courtes.'))),
}); // prettier-ignore

const batchSchema = z.strictObject({
  path: address().meta(hints(text3('Address', 'Adres', 'Adresse'), text3('Empty: records are sent one by one.', 'Leeg: records worden één voor één verstuurd.', 'Vide : les enregistrements sont envoyés un par un.'))),
  method: z.enum(['POST', 'PUT', 'PATCH']).default('POST').meta(hints(text3('Method', 'Methode', 'Méthode'))),
  writes: z
    .enum(['both', 'create', 'update'])
    .default('both')
    .meta(
      hints(text3('For', 'Voor', 'Pour'), undefined, {
        options: {
          both: text3('New and changed records', 'Nieuwe en gewijzigde records', 'Enregistrements nouveaux et modifiés'),
          create: text3('New records', 'Nieuwe records', 'Nouveaux enregistrements'),
          update: text3('Changed records', 'Gewijzigde records', 'Enregistrements modifiés'),
        },
      }),
    ),
  max: z.int().min(1).max(500).default(50).meta(hints(text3('Records at once', 'Records tegelijk', 'Enregistrements à la fois'))),
  items: path().meta(hints(text3('Send the records in', 'Verstuur de records in', 'Envoyer les enregistrements dans'), text3('Path in the request. Empty: the request is the list.', 'Pad in de aanvraag. Leeg: de aanvraag is de lijst.', 'Chemin dans la requête. Vide : la requête est la liste.'))),
  record: path().meta(hints(text3('In an item, the record is in', 'In een item staat het record in', 'Dans un élément, l’enregistrement est dans'), text3('Empty: the item is the record.', 'Leeg: het item is het record.', 'Vide : l’élément est l’enregistrement.'))),
  key: path().meta(hints(text3('In an item, the key is in', 'In een item staat de sleutel in', 'Dans un élément, la clé est dans'))),
  version: path().meta(hints(text3('In an item, the version is in', 'In een item staat de versie in', 'Dans un élément, la version est dans'))),
  operation: path().meta(hints(text3('In an item, what to do is in', 'In een item staat wat te doen in', 'Dans un élément, l’opération est dans'), text3('Koppel sends create or update there.', 'Koppel stuurt daar create of update.', 'Koppel y envoie create ou update.'))),
  reference: path().meta(hints(text3('In an item, our number is in', 'In een item staat ons nummer in', 'Dans un élément, notre numéro est dans'), text3('Where outcomes repeat it. Empty: outcomes come in the order of the items.', 'Waar uitkomsten het herhalen. Leeg: uitkomsten komen in de volgorde van de items.', 'Où les résultats le répètent. Vide : les résultats suivent l’ordre des éléments.'))),
  results: path().meta(hints(text3('Outcomes are in', 'Uitkomsten staan in', 'Les résultats sont dans'), text3('Path in the answer. Empty: the answer is the list.', 'Pad in het antwoord. Leeg: het antwoord is de lijst.', 'Chemin dans la réponse. Vide : la réponse est la liste.'))),
  resultReference: path().meta(hints(text3('In an outcome, our number is in', 'In een uitkomst staat ons nummer in', 'Dans un résultat, notre numéro est dans'))),
  resultStatus: path().meta(hints(text3('In an outcome, the status is in', 'In een uitkomst staat de status in', 'Dans un résultat, l’état est dans'), text3('A number as of HTTP, such as 201 or 422.', 'Een getal zoals in HTTP, bijvoorbeeld 201 of 422.', 'Un nombre comme en HTTP, par exemple 201 ou 422.'))),
  resultRecord: path().meta(hints(text3('In an outcome, the record is in', 'In een uitkomst staat het record in', 'Dans un résultat, l’enregistrement est dans'))),
  resultError: path().meta(hints(text3('In an outcome, the error is in', 'In een uitkomst staat de fout in', 'Dans un résultat, l’erreur est dans'), text3('Code and message are read below it.', 'Code en boodschap worden daaronder gelezen.', 'Code et message sont lus en dessous.'))),
}); // prettier-ignore

/** What an error means for the record that it is about. */
export const errorKinds = ['invalid', 'stale', 'exists', 'gone', 'noPermission', 'notDone', 'busy', 'unknown'] as const;
export type ErrorKind = (typeof errorKinds)[number];

const ruleSchema = z.strictObject({
  status: z
    .string()
    .trim()
    .regex(/^([1-5]\d\d|[2-5]xx)?$/, 'A status such as 409 or 4xx.')
    .default('')
    .meta(hints(text3('Status', 'Status', 'État'))),
  code: z.string().trim().max(100).default('').meta(hints(text3('Code', 'Code', 'Code'))),
  kind: z
    .enum(errorKinds)
    .default('invalid')
    .meta(
      hints(text3('Means', 'Betekent', 'Signifie'), undefined, {
        options: {
          invalid: text3('The record is not right', 'Het record klopt niet', 'L’enregistrement n’est pas correct'),
          stale: text3('Somebody changed it meanwhile', 'Iemand wijzigde het intussen', 'Quelqu’un l’a modifié entre-temps'),
          exists: text3('It is there already', 'Het bestaat al', 'Il existe déjà'),
          gone: text3('It is no longer there', 'Het is er niet meer', 'Il n’y est plus'),
          noPermission: text3('No permission', 'Geen recht', 'Pas de droit'),
          notDone: text3('Certainly not done, try again', 'Zeker niet gedaan, opnieuw proberen', 'Certainement pas fait, réessayer'),
          busy: text3('Too busy, not done', 'Te druk, niet gedaan', 'Trop occupé, pas fait'),
          unknown: text3('Perhaps done: look it up', 'Misschien gedaan: opzoeken', 'Peut-être fait : rechercher'),
        },
      }),
    ),
}); // prettier-ignore

const errorsSchema = z.strictObject({
  message: path().default('message').meta(hints(text3('Message is in', 'Boodschap staat in', 'Le message est dans'))),
  code: path().default('code').meta(hints(text3('Code is in', 'Code staat in', 'Le code est dans'))),
}); // prettier-ignore

/** One kind of records of a system, described by whoever connects it. */
export const resourceSchema = z.strictObject({
  entity: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .meta(hints(text3('Entity', 'Entiteit', 'Entité'), text3('What these records are in Koppel.', 'Wat deze records in Koppel zijn.', 'Ce que sont ces enregistrements dans Koppel.'), { entities: true })),
  label: z.string().trim().min(1).max(80).meta(hints(text3('Name in the system', 'Naam in het systeem', 'Nom dans le système'))),
  key: path()
    .pipe(z.string().min(1, 'Where the key is in the record.'))
    .default('id')
    .meta(hints(text3('The key is in', 'De sleutel staat in', 'La clé est dans'))),
  list: listSchema.prefault({}).meta(hints(text3('Read the list', 'De lijst lezen', 'Lire la liste'))),
  get: getSchema.prefault({}).meta(hints(text3('Read one record', 'Eén record lezen', 'Lire un enregistrement'))),
  fields: z.array(fieldSchema).max(300).default([]).meta(hints(text3('Fields', 'Velden', 'Champs'))),
  find: z.array(findSchema).max(20).default([]).meta(hints(text3('Look up by', 'Opzoeken op', 'Rechercher par'), text3('With one of these Koppel finds a record whose creation got no answer, and records that are there already. Without a parameter the whole list is read and compared: only for short lists.', 'Hiermee vindt Koppel een record waarvan het aanmaken geen antwoord kreeg, en records die er al zijn. Zonder parameter wordt de hele lijst gelezen en vergeleken: alleen voor korte lijsten.', 'Ainsi Koppel retrouve un enregistrement dont la création est restée sans réponse, et ceux qui existent déjà. Sans paramètre, toute la liste est lue et comparée : seulement pour des listes courtes.'))),
  create: createSchema.prefault({}).meta(hints(text3('Make a record', 'Een record aanmaken', 'Créer un enregistrement'))),
  update: updateSchema.prefault({}).meta(hints(text3('Change a record', 'Een record wijzigen', 'Modifier un enregistrement'))),
  version: versionSchema.prefault({}).meta(hints(text3('Version', 'Versie', 'Version'))),
  batch: batchSchema.prefault({}).meta(hints(text3('Several at once', 'Meerdere tegelijk', 'Plusieurs à la fois'))),
  errors: errorsSchema.prefault({}).meta(hints(text3('Errors', 'Fouten', 'Erreurs'))),
  rules: z.array(ruleSchema).max(40).default([]).meta(hints(text3('What errors mean', 'Wat fouten betekenen', 'Ce que signifient les erreurs'), text3('Only where the usual meaning of the status is not right.', 'Alleen waar de gewone betekenis van de status niet klopt.', 'Seulement là où le sens habituel de l’état ne convient pas.'))),
}); // prettier-ignore
export type Resource = z.output<typeof resourceSchema>;
