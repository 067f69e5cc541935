import {
  canonicalEntities,
  canonicalEntity,
  canonicalField,
  mastershipRowId,
  mastershipRowTitle,
  mastershipSentence,
  roleTitle,
  type Language,
  type LocalizedText,
  type MastershipRow,
  type MastershipTable,
} from '@koppel/model';
import Papa from 'papaparse';

/** The table with all that stands on the paper that people sign. */
export interface MastershipPaper {
  readonly table: MastershipTable;
  readonly revision: number;
  /** Who saved this revision, and when; null for a table that nobody has saved. */
  readonly saved: { readonly by: string; readonly at: Date } | null;
  readonly workspace: string;
  /** When the paper is made. */
  readonly at: Date;
  readonly timeZone: string;
  readonly language: Language;
}

interface PaperRow {
  readonly id: string;
  readonly entity: string;
  readonly title: string;
  readonly fields: readonly string[];
  readonly master: string;
  readonly sentence: string;
  readonly ifBoth: string;
}

const words = {
  en: {
    question: 'Who is master of what?',
    entity: 'Entity',
    group: 'Field group',
    fields: 'Fields',
    master: 'Master',
    means: 'What that means',
    ifBoth: 'If both changed',
    undecided: 'Undecided',
    rules: { masterWins: 'Master wins', newestWins: 'Newest wins', ask: 'Ask' },
    row: 'Row',
    revision: (revision: number) => `Revision ${revision}`,
    saved: (by: string, at: string) => `saved by ${by}, ${at}`,
    made: (at: string) => `This page was made on ${at}.`,
    agreed: 'Agreed',
    signatories: ['For the ERP', 'For the CRM', 'For the integration'],
    line: ['Name', 'Date', 'Signature'],
  },
  nl: {
    question: 'Wie is eigenaar van wat?',
    entity: 'Entiteit',
    group: 'Groep van velden',
    fields: 'Velden',
    master: 'Eigenaar',
    means: 'Wat dat betekent',
    ifBoth: 'Beide gewijzigd',
    undecided: 'Onbeslist',
    rules: { masterWins: 'Eigenaar wint', newestWins: 'Nieuwste wint', ask: 'Vragen' },
    row: 'Rij',
    revision: (revision: number) => `Versie ${revision}`,
    saved: (by: string, at: string) => `bewaard door ${by}, ${at}`,
    made: (at: string) => `Deze pagina is gemaakt op ${at}.`,
    agreed: 'Voor akkoord',
    signatories: ['Voor het ERP', 'Voor het CRM', 'Voor de integratie'],
    line: ['Naam', 'Datum', 'Handtekening'],
  },
  fr: {
    question: 'Qui est maître de quoi\u00a0?',
    entity: 'Entité',
    group: 'Groupe de champs',
    fields: 'Champs',
    master: 'Maître',
    means: 'Ce que cela signifie',
    ifBoth: 'Si conflit',
    undecided: 'Non décidé',
    rules: { masterWins: 'Le maître gagne', newestWins: 'Le récent gagne', ask: 'Demander' },
    row: 'Ligne',
    revision: (revision: number) => `Version ${revision}`,
    saved: (by: string, at: string) => `enregistrée par ${by}, ${at}`,
    made: (at: string) => `Cette page a été faite le ${at}.`,
    agreed: 'Pour accord',
    signatories: ['Pour l’ERP', 'Pour le CRM', 'Pour l’intégration'],
    line: ['Nom', 'Date', 'Signature'],
  },
} as const;

const inLanguage = (text: LocalizedText, language: Language) => text[language] ?? text.en;

/** The rows in the order of the model, each with its fields: of a group those that have no row of their own. */
function paperRows({ table, language }: MastershipPaper): PaperRow[] {
  const order = new Map(canonicalEntities.map(({ entity }, index) => [entity, index]));
  const place = ({ entity }: MastershipRow) => order.get(entity) ?? order.size;
  return table.rows
    .toSorted((a, b) => place(a) - place(b))
    .map((row) => ({
      id: mastershipRowId(row),
      entity: inLanguage(canonicalEntity(row.entity)?.title ?? { en: row.entity }, language),
      title: inLanguage(mastershipRowTitle(row), language),
      fields: fieldsOf(row, table).map((field) =>
        inLanguage(canonicalField(row.entity, field)?.title ?? { en: field.replace(/^~/, '') }, language),
      ),
      master:
        row.master === 'undecided'
          ? words[language].undecided
          : [row.master, ...(row.handOver ? [row.handOver.to] : [])].map(roleTitle).join(' → '),
      sentence: mastershipSentence(row)[language],
      ifBoth: row.master === 'undecided' ? '' : words[language].rules[row.conflict],
    }));
}

function fieldsOf(row: MastershipRow, { rows }: MastershipTable): string[] {
  if ('field' in row) return [row.field];
  const own = new Set(rows.flatMap((other) => (other.entity === row.entity && 'field' in other ? [other.field] : [])));
  return (canonicalEntity(row.entity)?.fields ?? [])
    .filter(({ field, group }) => group === row.group && !own.has(field))
    .map(({ field }) => field);
}

/** The table for a spreadsheet: semicolons, and nothing that a spreadsheet takes for a formula. */
export function mastershipCsv(paper: MastershipPaper): string {
  const text = words[paper.language];
  const head = [text.row, text.entity, text.group, text.fields, text.master, text.means, text.ifBoth];
  const rows = paperRows(paper).map(({ id, entity, title, fields, master, sentence, ifBoth }) => [
    id,
    entity,
    title,
    fields.join(', '),
    master,
    sentence,
    ifBoth,
  ]);
  return `${Papa.unparse([head, ...rows], { delimiter: ';', escapeFormulae: true })}\r\n`;
}

/** The table as one page to print and sign, without anything from elsewhere. */
export function mastershipHtml(paper: MastershipPaper): string {
  const { language, workspace, revision, saved } = paper;
  const text = words[language];
  const time = new Intl.DateTimeFormat(`${language}-BE`, { dateStyle: 'long', timeStyle: 'short', timeZone: paper.timeZone }); // prettier-ignore
  const groups = [...Map.groupBy(paperRows(paper), ({ entity }) => entity)];
  const rows = groups.flatMap(([entity, own]) =>
    own.map(
      ({ title, fields, master, sentence, ifBoth }, index) =>
        `<tr>${index === 0 ? `<th rowspan="${own.length}">${escaped(entity)}</th>` : ''}<td><b>${escaped(title)}</b><br><small>${escaped(fields.join(', '))}</small></td><td class="master">${escaped(master)}</td><td>${escaped(sentence)}</td><td>${escaped(ifBoth)}</td></tr>`,
    ),
  );
  const signature = ([name, date, sign]: typeof text.line) =>
    `<dl><dt>${name}</dt><dd></dd><dt>${date}</dt><dd></dd><dt>${sign}</dt><dd class="tall"></dd></dl>`;
  const history = [text.revision(revision), ...(saved ? [text.saved(saved.by, time.format(saved.at))] : [])].join(', ');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${escaped(`${text.question} ${workspace}`)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(text.question)}</h1>
<p><b>${escaped(workspace)}</b> · ${escaped(history)}</p>
<table>
<thead><tr>${[text.entity, text.group, text.master, text.means, text.ifBoth].map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<section>
<h2>${text.agreed}</h2>
<div class="signatures">${text.signatories.map((who) => `<div><h3>${who}</h3>${signature(text.line)}</div>`).join('')}</div>
</section>
<footer>${escaped(text.made(time.format(paper.at)))}</footer>
</body>
</html>
`;
}

const style = `
@page { size: A4 landscape; margin: 14mm; }
body { font: 10pt/1.4 system-ui, sans-serif; color: #16211e; max-width: 270mm; margin: 8mm auto; }
h1 { font-size: 17pt; margin: 0; } h2 { font-size: 12pt; margin: 8mm 0 2mm; } h3 { font-size: 10pt; margin: 0 0 2mm; }
table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; } tr, section { break-inside: avoid; }
th, td { border: 0.5pt solid #98a5a1; padding: 1.6mm 2mm; text-align: left; vertical-align: top; }
thead th { background: #eef2f1; } .master { font-weight: 600; white-space: nowrap; } small { color: #4d5b57; }
.signatures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 10mm; } dl { margin: 0; }
dt { color: #4d5b57; } dd { margin: 0 0 2mm; height: 7mm; border-bottom: 0.5pt solid #16211e; } dd.tall { height: 16mm; }
footer { margin-top: 5mm; color: #4d5b57; font-size: 9pt; }`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign]!);
}
