import { RE2JS } from 're2js';
import { limits } from './limits.ts';
import { TextPattern } from './values.ts';

/** What is wrong with a pattern, in words. */
export interface BadPattern {
  readonly problem: string;
  readonly remedy: string;
}

/** Makes the pattern of `matchesPattern`: a regular expression as RE2 reads it, so without back references. */
export function regularPattern(source: string): TextPattern | BadPattern {
  return compile(source, 0, false);
}

/** Makes the pattern of `like`: `*` for any characters, `?` for one, whatever the case; all else is meant literally. */
export function likePattern(source: string): TextPattern | BadPattern {
  const expression = source
    .split(/([*?]+)/)
    .map((part, at) => (at % 2 === 0 ? RE2JS.quote(part) : wildcards(part)))
    .join('');
  return compile(expression, RE2JS.DOTALL | RE2JS.CASE_INSENSITIVE, true, source.length);
}

/** A run of `*` and `?` is as many single characters as it has `?`, and then anything if it has a `*`. */
function wildcards(run: string): string {
  return '.'.repeat(run.replaceAll('*', '').length) + (run.includes('*') ? '.*' : '');
}

function compile(
  expression: string,
  flags: number,
  isWhole: boolean,
  length = expression.length,
): TextPattern | BadPattern {
  if (length > limits.maxPatternLength) {
    return { problem: 'This pattern is too long.', remedy: `Use at most ${limits.maxPatternLength} characters.` };
  }
  try {
    const pattern = new TextPattern(RE2JS.compile(expression, flags), isWhole);
    if (pattern.cost <= limits.maxPatternProgram) return pattern;
    return { problem: 'This pattern is too complex.', remedy: 'Use fewer or smaller repetitions, such as {1,20}.' };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
    return {
      problem: `This pattern cannot be read${reason ? `: ${reason}` : ''}.`,
      remedy: 'Check the brackets and repetitions. Back references and look-around do not exist here.',
    };
  }
}
