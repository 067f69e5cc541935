import type { ConnectionTest } from '@koppel/protocol';
import { asFlowError, type Clock, type System } from '@koppel/sdk';

const longestTestMs = 45_000;

/** Tests a connection step by step. Never rejects but with the caller's signal: what goes wrong is a failed step. */
export async function testConnection(
  open: () => Promise<System>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<ConnectionTest> {
  const at = clock.now().toISOString();
  const startedMs = clock.monotonicMs();
  const steps: ConnectionTest['steps'] = [];
  const late = AbortSignal.timeout(longestTestMs);
  try {
    const system = await open();
    for await (const step of system.test(AbortSignal.any([signal, late]))) steps.push({ ...step });
  } catch (error) {
    signal.throwIfAborted();
    const { message, remedy } = late.aborted
      ? { message: 'The system did not answer in time.', remedy: 'Try again later, or check the address.' }
      : asFlowError(error);
    steps.push({
      id: 'open',
      title: { en: 'Connection', nl: 'Verbinding', fr: 'Connexion' },
      outcome: 'failed',
      detail: message,
      remedy,
      durationMs: clock.monotonicMs() - startedMs,
    });
  }
  return { at, isOk: steps.every(({ outcome }) => outcome !== 'failed'), steps };
}
