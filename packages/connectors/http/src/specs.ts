import { canonicalEntity, canonicalField, labelled, secret, type ConnectorSpec, type LocalizedText } from '@koppel/sdk';
import { z } from 'zod';
import { resourceSchema } from './resource.ts';

const ways = (...values: readonly string[]) => ({ when: { setting: 'signIn', values } });

function hints(title: LocalizedText, help?: LocalizedText, more: Record<string, unknown> = {}) {
  const meta = labelled(title, help);
  return { ...meta, 'x-koppel': { ...meta['x-koppel'], ...more } };
}

const credential = (title: LocalizedText, ...signIns: readonly string[]) =>
  secret().optional().meta({ ...hints(title, undefined, ways(...signIns)), secret: true }); // prettier-ignore

/** Set by Koppel itself for each request; a second one of them would contradict it. */
const ownHeaders = /^(host|connection|content-length|content-type|transfer-encoding|upgrade|expect|te|trailer|accept-encoding|keep-alive|proxy-.*)$/i; // prettier-ignore

const seconds = (preset: number, title: LocalizedText, help: LocalizedText) =>
  z.number().min(0).max(3600).default(preset).meta(labelled(title, help));

/** What a connection to any system with a REST API needs, the description of its records included. */
export const httpSettings = z
  .strictObject({
    baseUrl: z
      .url({ protocol: /^https?$/})
      .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).hash === '' && new URL(url).username === '', 'Only an address, without ?, # or a sign-in.')
      .meta(
        labelled(
          { en: 'Address', nl: 'Adres', fr: 'Adresse' },
          {
            en: 'Of the API, up to where the addresses of its records begin.',
            nl: 'Van de API, tot waar de adressen van haar records beginnen.',
            fr: 'De l’API, jusqu’où commencent les adresses de ses enregistrements.',
          },
        ),
      ),
    signIn: z
      .enum(['none', 'header', 'basic', 'oauth2', 'person'])
      .default('header')
      .meta(
        hints({ en: 'Sign-in', nl: 'Aanmelden', fr: 'Connexion' }, undefined, {
          options: {
            none: { en: 'None', nl: 'Geen', fr: 'Aucune' },
            header: { en: 'A key in a header', nl: 'Een sleutel in een header', fr: 'Une clé dans un en-tête' },
            basic: { en: 'User and password', nl: 'Gebruiker en wachtwoord', fr: 'Utilisateur et mot de passe' },
            oauth2: { en: 'OAuth2 client credentials', nl: 'OAuth2-clientgegevens', fr: 'Identifiants client OAuth2' },
            person: { en: 'OAuth2: a person, by "Connect"', nl: 'OAuth2: een persoon, met “Verbinden”', fr: 'OAuth2 : une personne, par « Connecter »' },
          },
        }),
      ),
    headerName: z
      .string()
      .trim()
      .max(100)
      .regex(/^[A-Za-z0-9-]+$/, 'The name of a header, such as X-Api-Key.')
      .refine((name) => !ownHeaders.test(name), 'Koppel sets this header itself.')
      .default('Authorization')
      .meta(hints({ en: 'Header', nl: 'Header', fr: 'En-tête' }, undefined, ways('header'))),
    headerPrefix: z
      .string()
      .trim()
      .max(40)
      .regex(/^[A-Za-z0-9-]*$/, 'A word such as Bearer.')
      .default('')
      .meta(
        hints(
          { en: 'Word before the key', nl: 'Woord voor de sleutel', fr: 'Mot avant la clé' },
          { en: 'For example Bearer.', nl: 'Bijvoorbeeld Bearer.', fr: 'Par exemple Bearer.' },
          ways('header'),
        ),
      ),
    username: z
      .string()
      .trim()
      .max(200)
      .default('')
      .meta(hints({ en: 'User', nl: 'Gebruiker', fr: 'Utilisateur' }, undefined, ways('basic'))),
    authorizationUrl: z
      .string()
      .trim()
      .max(500)
      .refine((url) => url === '' || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)), 'An address is needed, such as https://example.com.')
      .default('')
      .meta(
        hints(
          { en: 'Address for people', nl: 'Adres voor personen', fr: 'Adresse pour les personnes' },
          { en: 'Where the person signs in.', nl: 'Waar de persoon zich aanmeldt.', fr: 'Où la personne se connecte.' },
          ways('person'),
        ),
      ),
    tokenUrl: z
      .string()
      .trim()
      .max(500)
      .refine((url) => url === '' || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)), 'An address is needed, such as https://example.com.')
      .default('')
      .meta(
        hints(
          { en: 'Sign-in address', nl: 'Aanmeldadres', fr: 'Adresse de connexion' },
          { en: 'Where tokens come from.', nl: 'Waar tokens vandaan komen.', fr: 'D’où viennent les jetons.' },
          ways('oauth2', 'person'),
        ),
      ),
    clientId: z
      .string()
      .trim()
      .max(200)
      .default('')
      .meta(hints({ en: 'Client id', nl: 'Client-id', fr: 'Id de client' }, undefined, ways('oauth2', 'person'))),
    scope: z
      .string()
      .trim()
      .max(500)
      .default('')
      .meta(hints({ en: 'Scope', nl: 'Scope', fr: 'Portée' }, undefined, ways('oauth2', 'person'))),
    headerKey: credential({ en: 'Key', nl: 'Sleutel', fr: 'Clé' }, 'header'),
    password: credential({ en: 'Password', nl: 'Wachtwoord', fr: 'Mot de passe' }, 'basic'),
    clientSecret: credential({ en: 'Client secret', nl: 'Clientgeheim', fr: 'Secret du client' }, 'oauth2', 'person'),
    headers: z
      .array(z
          .string()
          .max(1000)
          .regex(/^[A-Za-z0-9-]+: ?[\x20-\x7e]*$/, 'One header a line: Name: value.')
          .refine((line) => !ownHeaders.test(line.slice(0, line.indexOf(':'))), 'Koppel sets this header itself.'))
      .max(20)
      .default([])
      .meta(
        labelled(
          { en: 'Further headers', nl: 'Andere headers', fr: 'Autres en-têtes' },
          {
            en: 'One a line, Name: value. Not for keys: these are shown to everybody who sees the connection.',
            nl: 'Eén per regel, Naam: waarde. Niet voor sleutels: iedereen die de verbinding ziet, ziet ze.',
            fr: 'Un par ligne, Nom: valeur. Pas pour des clés : tous ceux qui voient la connexion les voient.',
          },
        ),
      ),
    requestsPerMinute: z
      .int()
      .min(1)
      .max(100_000)
      .default(600)
      .meta(labelled({ en: 'Requests per minute', nl: 'Aanvragen per minuut', fr: 'Requêtes par minute' })),
    executionSeconds: seconds(
      600,
      { en: 'Longest execution', nl: 'Langste verwerking', fr: 'Traitement le plus long' },
      {
        en: 'How long the server may still be busy with a request, in seconds.',
        nl: 'Hoelang de server nog met een aanvraag bezig kan zijn, in seconden.',
        fr: 'Combien de temps le serveur peut encore traiter une requête, en secondes.',
      },
    ),
    visibilitySeconds: seconds(
      60,
      { en: 'Visibility', nl: 'Zichtbaarheid', fr: 'Visibilité' },
      {
        en: 'After how many seconds everybody sees what was written.',
        nl: 'Na hoeveel seconden iedereen ziet wat geschreven is.',
        fr: 'Après combien de secondes chacun voit ce qui a été écrit.',
      },
    ),
    pauseSeconds: seconds(
      60,
      { en: 'Safety margin', nl: 'Veiligheidsmarge', fr: 'Marge de sécurité' },
      {
        en: 'Added before a record counts as not created, in seconds.',
        nl: 'Komt erbij voor een record als niet aangemaakt telt, in seconden.',
        fr: 'Ajoutée avant qu’un enregistrement compte comme non créé, en secondes.',
      },
    ),
    resources: z
      .array(resourceSchema)
      .max(30)
      .default([])
      .meta(
        hints(
          { en: 'Records', nl: 'Records', fr: 'Enregistrements' },
          {
            en: 'Which records the system has, and the requests that read and write them.',
            nl: 'Welke records het systeem heeft, en de aanvragen die ze lezen en schrijven.',
            fr: 'Les enregistrements du système, et les requêtes qui les lisent et les écrivent.',
          },
          { editor: 'resources' },
        ),
      ),
  })
  .superRefine((settings, context) => {
    const missing = (name: string, message = 'Fill it in for this kind of sign-in.') =>
      context.addIssue({ code: 'custom', path: [name], message });
    const { signIn, headerKey, username, password, authorizationUrl, tokenUrl, clientId, clientSecret } = settings;
    const isOAuth = signIn === 'oauth2' || signIn === 'person';
    if (signIn === 'header' && headerKey === undefined) missing('headerKey');
    if (signIn === 'header' && headerKey !== undefined && !/^[\x20-\x7e]+$/.test(headerKey.reveal()))
      missing('headerKey', 'A key has only plain characters, on one line.');
    if (signIn === 'basic' && username === '') missing('username');
    if (signIn === 'basic' && password === undefined) missing('password');
    if (signIn === 'person' && authorizationUrl === '') missing('authorizationUrl');
    if (isOAuth && tokenUrl === '') missing('tokenUrl');
    if (isOAuth && clientId === '') missing('clientId');
    if (signIn === 'oauth2' && clientSecret === undefined) missing('clientSecret');
    settings.resources.forEach(({ entity, fields, find }, index) => {
      const say = (message: string, ...path: (string | number)[]) =>
        context.addIssue({ code: 'custom', path: ['resources', index, ...path], message });
      if (canonicalEntity(entity) === undefined) say(`Koppel has no entity "${entity}".`, 'entity');
      if (settings.resources.findIndex((other) => other.entity === entity) < index)
        say(`There are already records for "${entity}".`, 'entity');
      fields.forEach(({ field }, at) => {
        if (!field.startsWith('~') && canonicalField(entity, field) === undefined)
          say(`Koppel has no field "${field}" here. A field of its own is called ~ and a name.`, 'fields', at, 'field');
        if (fields.findIndex((other) => other.field === field) < at)
          say(`"${field}" is there twice.`, 'fields', at, 'field');
      });
      find.forEach(({ field }, at) => {
        if (!fields.some((other) => other.field === field)) say(`"${field}" is not among the fields.`, 'find', at, 'field');
      });
    });
  }); // prettier-ignore

export type HttpSettings = z.output<typeof httpSettings>;

/** The pure half of the connector: runs in a browser too. */
export const httpSpec = {
  id: 'http',
  title: 'HTTP (REST)',
  summary: {
    en: 'Any system with a REST API that speaks JSON: you describe its records, without code.',
    nl: 'Elk systeem met een REST-API die JSON spreekt: u beschrijft zijn records, zonder code.',
    fr: 'Tout système doté d’une API REST qui parle JSON : vous décrivez ses enregistrements, sans code.',
  },
  roles: ['erp', 'crm'],
  settings: httpSettings,
  bindings: [],
} satisfies ConnectorSpec;
