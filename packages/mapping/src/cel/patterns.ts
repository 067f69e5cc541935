import { RE2JS } from 're2js';
import { limits } from './limits.ts';
import { say, type Words } from '../words.ts';
import { TextPattern } from './values.ts';

/** What is wrong with a pattern, in words. */
export interface BadPattern {
  readonly problem: Words;
  readonly remedy: Words;
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
    return {
      problem: say('This pattern is too long.', 'Dit patroon is te lang.', 'Ce motif est trop long.'),
      remedy: say('Use at most {n} characters.', 'Gebruik hoogstens {n} tekens.', 'Utilisez {n} caractères au plus.', {
        n: limits.maxPatternLength,
      }),
    };
  }
  try {
    const pattern = new TextPattern(RE2JS.compile(expression, flags), isWhole);
    if (pattern.cost <= limits.maxPatternProgram) return pattern;
    return {
      problem: say('This pattern is too complex.', 'Dit patroon is te ingewikkeld.', 'Ce motif est trop complexe.'),
      remedy: say(
        'Use fewer or smaller repetitions, such as {1,20}.',
        'Gebruik minder of kleinere herhalingen, zoals {1,20}.',
        'Utilisez des répétitions moins nombreuses ou plus petites, par exemple {1,20}.',
      ),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
    return {
      problem: say(
        'This pattern cannot be read{reason}.',
        'Dit patroon kan niet gelezen worden{reason}.',
        'Ce motif est illisible{reason}.',
        { reason: reason ? `: ${reason}` : '' },
      ),
      remedy: say(
        'Check the brackets and repetitions. Back references and look-around do not exist here.',
        'Kijk de haakjes en herhalingen na. Terugverwijzingen en rondkijken bestaan hier niet.',
        'Vérifiez les parenthèses et les répétitions. Les renvois et les assertions n’existent pas ici.',
      ),
    };
  }
}
