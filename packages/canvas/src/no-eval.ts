import { config } from 'zod';

// Zod compiles schemas with `new Function` where it may. Our security policy forbids that, and even the attempt is
// reported as a violation, so this must be evaluated before any schema is made: import it first in every entry.
config({ jitless: true });
