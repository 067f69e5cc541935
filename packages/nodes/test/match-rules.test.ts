import { describe, expect, it } from 'vitest';
import { matchIssues } from '../src/match-rules.ts';

describe('a match rule', () => {
  it('that names a field which does not arrive calls it by its name, in each language', () => {
    const [issue] = matchIssues(['companyNumber'], { entity: 'account', sourceRole: 'erp', fields: [] });
    expect(issue).toMatchObject({
      code: 'match.unknown-field',
      message: 'The match rule uses "Company number", which the records that arrive here do not have.',
      translations: {
        nl: { message: expect.stringContaining('“Ondernemingsnummer”') as string },
        fr: { message: expect.stringContaining("«\u00a0Numéro d'entreprise\u00a0»") as string },
      },
    });
    expect(matchIssues(['~fax'], { entity: 'account', sourceRole: 'erp', fields: [] })[0]?.message).toContain('"~fax"');
  });
});
