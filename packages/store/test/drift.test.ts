import { describeDrift } from '../../runtime/test/drift-suite.ts';
import { SqliteJournal } from './sqlite-journal.ts';

describeDrift('in the store', () => new SqliteJournal(), 5);
