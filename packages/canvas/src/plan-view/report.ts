/** One record of a report: what would be done with it, why, and its fields before and after. */
export interface ReportRecord {
  readonly heading: string;
  readonly why: string | null;
  readonly fields: readonly ReportField[];
  /** What stays as it is, by who is master of it. */
  readonly kept: readonly { readonly heading: string; readonly fields: readonly ReportField[] }[];
}

interface ReportField {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface Report {
  readonly language: string;
  readonly title: string;
  /** What was tried, when, and what it gave. */
  readonly about: readonly string[];
  readonly head: { readonly field: string; readonly before: string; readonly after: string };
  readonly records: readonly ReportRecord[];
  /** What is filled in by hand below it. */
  readonly sign: readonly string[];
}

/** A page by itself, to be printed and signed: nothing in it is fetched, and nothing in it runs. */
export function reportHtml({ language, title, about, head, records, sign }: Report): string {
  const cell = (tag: 'th' | 'td', text: string) => `<${tag}>${escaped(text)}</${tag}>`;
  const rows = (fields: readonly ReportField[]) =>
    fields
      .map(({ name, before, after }) => `<tr>${cell('th', name)}${cell('td', before)}${cell('td', after)}</tr>`)
      .join('');
  const table = ({ fields, kept }: ReportRecord) =>
    fields.length + kept.length === 0
      ? ''
      : `<table><thead><tr>${[head.field, head.before, head.after].map((name) => cell('th', name)).join('')}</tr></thead><tbody>${rows(fields)}</tbody>${kept
          .map((group) => `<tbody><tr><th colspan="3">${escaped(group.heading)}</th></tr>${rows(group.fields)}</tbody>`)
          .join('')}</table>`;
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
body { font: 13px/1.5 system-ui, sans-serif; color: #1c2422; max-width: 60rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; break-inside: auto; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid #c9d1ce; overflow-wrap: anywhere; }
tbody th { font-weight: 500; } section { break-inside: avoid-page; }
.sign { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2rem; margin-top: 3rem; }
.sign div { border-top: 1px solid #1c2422; padding-top: .25rem; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${about.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
${records
  .map(
    (record) =>
      `<section><h2>${escaped(record.heading)}</h2>${record.why === null ? '' : `<p>${escaped(record.why)}</p>`}${table(record)}</section>`,
  )
  .join('\n')}
<div class="sign">${sign.map((line) => `<div>${escaped(line)}</div>`).join('')}</div>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign]!);
}
