import { describeDrift } from './drift-suite.ts';
import { MemoryJournal } from './memory-journal.ts';

describeDrift('in memory', () => new MemoryJournal());
