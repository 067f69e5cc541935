import { describeJournal } from '../../runtime/test/journal-contract.ts';
import { SqliteJournal } from './sqlite-journal.ts';

describeJournal('in SQLite', () => new SqliteJournal());
