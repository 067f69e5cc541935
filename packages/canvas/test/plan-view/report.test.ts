import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/plan-view/report.ts';

describe('the report of a sample', () => {
  const report = (name: string) =>
    reportHtml({
      language: 'nl',
      title: `Klanten ${name}`,
      about: [`Over ${name}`],
      head: { field: 'Veld', before: 'Nu', after: 'Daarna' },
      records: [
        { heading: name, why: name, fields: [{ name, before: name, after: 'x & y' }], kept: [] },
        { heading: 'Gelijk', why: null, fields: [], kept: [] },
        {
          heading: 'Blijft',
          why: null,
          fields: [],
          kept: [{ heading: name, fields: [{ name, before: name, after: name }] }],
        },
      ],
      sign: [name],
    });

  it('holds what was given, with a table only where fields change or stay with their master', () => {
    const page = report('Brouwerij');
    expect(page).toContain('<html lang="nl">');
    expect(page).toContain('<th>Brouwerij</th><td>Brouwerij</td><td>x &amp; y</td>');
    expect(page).toContain(
      '<th colspan="3">Brouwerij</th></tr><tr><th>Brouwerij</th><td>Brouwerij</td><td>Brouwerij</td>',
    );
    expect(page.match(/<table>/g)).toHaveLength(2);
  });

  it('runs nothing, whatever a record is called', () => {
    const page = report('<img src=x onerror="alert(1)"> \'');
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &#39;');
  });
});
