import type { Connection } from '@koppel/protocol';
import type { MessageId } from '../i18n/texts.ts';
import type { Status } from '../kit/status-pill.tsx';

/** How a connection stands, by its last test. */
export interface Health {
  readonly status: Status;
  readonly word: MessageId;
}

/** Health by the last test: a step that only warned, or a credential that runs out, leaves it working, with attention. */
export function healthOf({ lastTest, expiring }: Pick<Connection, 'lastTest' | 'expiring'>): Health {
  if (!lastTest) return { status: 'idle', word: 'connections.notTested' };
  if (!lastTest.isOk) return { status: 'fail', word: 'connections.notConnected' };
  if (expiring.length > 0 || lastTest.steps.some(({ outcome }) => outcome === 'warning')) {
    return { status: 'warn', word: 'connections.needsAttention' };
  }
  return { status: 'ok', word: 'connections.working' };
}

/** How long a test took in all. */
export function testDuration(test: NonNullable<Connection['lastTest']>): number {
  return test.steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** The host of the first setting that is an address: what tells two connections of one kind apart. */
export function hostOf(settings: Readonly<Record<string, unknown>>): string | null {
  for (const value of Object.values(settings)) {
    if (typeof value !== 'string' || !/^https?:\/\//.test(value) || !URL.canParse(value)) continue;
    return new URL(value).host;
  }
  return null;
}
