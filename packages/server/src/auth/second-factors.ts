import { randomBytes } from 'node:crypto';
import type { Clock } from '@koppel/sdk';
import type { PeopleRepository, StoredSecondFactor } from '@koppel/store';
import { Secret, TOTP } from 'otpauth';
import { hashToken } from './tokens.ts';

/** Codes of the step before and the step after count: clocks differ, and people type. */
const stepsAround = 1;
const keyBytes = 20;
const recoveryCodes = { count: 10, length: 16 } as const;
/** 32 letters and digits that nobody takes for others. */
const recoveryLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** What people show besides their password: codes of an authenticator app (RFC 6238), and recovery codes in its stead. */
export class SecondFactors {
  readonly #people: PeopleRepository;
  readonly #clock: Clock;
  readonly #issuer: string;

  constructor({ people, clock, publicUrl }: { people: PeopleRepository; clock: Clock; publicUrl: string }) {
    this.#people = people;
    this.#clock = clock;
    this.#issuer = `Koppel ${new URL(publicUrl).host}`;
  }

  /** A new key, which counts once a code of it came. Null where the person has a second factor already. */
  async begin(userId: string, email: string): Promise<{ readonly key: string; readonly uri: string } | null> {
    const key = Secret.fromLatin1(randomBytes(keyBytes).toString('latin1')).base32;
    if (!(await this.#people.beginSecondFactor(userId, key))) return null;
    const uri = this.#totp(key, email).toString();
    return { key: key.replaceAll(/(.{4})(?=.)/g, '$1 '), uri };
  }

  /** The first code: from now on the second factor is asked for. Gives the recovery codes; null for a wrong code. */
  async confirm(userId: string, code: string): Promise<readonly string[] | null> {
    const factor = await this.#people.secondFactor(userId);
    if (!factor || factor.since !== null) return null;
    const step = this.#stepOf(factor, code);
    if (step === null) return null;
    const { version } = factor;
    const codes = newRecoveryCodes();
    const recoveryHashes = codes.map(hashOfRecoveryCode);
    return (await this.#people.confirmSecondFactor(userId, { version, step, recoveryHashes })) ? codes : null;
  }

  /** Uses a code of the app, or a recovery code, up. False: it is wrong or was used before. */
  async take(userId: string, code: string): Promise<boolean> {
    const factor = await this.#people.secondFactor(userId);
    if (!factor || factor.since === null) return false;
    const step = this.#stepOf(factor, code);
    if (step !== null) return this.#people.useStep(userId, { version: factor.version, step });
    return this.#people.useRecoveryCode(userId, hashOfRecoveryCode(code));
  }

  /** Other recovery codes; those before are gone. */
  async renewRecoveryCodes(userId: string): Promise<readonly string[]> {
    const codes = newRecoveryCodes();
    await this.#people.replaceRecoveryCodes(userId, codes.map(hashOfRecoveryCode));
    return codes;
  }

  #totp(key: string, label: string): TOTP {
    return new TOTP({ issuer: this.#issuer, label, secret: key });
  }

  /** The time step that the code is of; null where it is of none that counts now. */
  #stepOf({ key }: StoredSecondFactor, code: string): number | null {
    const token = code.replaceAll(/\s/g, '');
    if (!/^\d{6}$/.test(token)) return null;
    const timestamp = this.#clock.now().getTime();
    const totp = this.#totp(key, '');
    const delta = totp.validate({ token, timestamp, window: stepsAround });
    return delta === null ? null : totp.counter({ timestamp }) + delta;
  }
}

function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodes.count }, () =>
    [...randomBytes(recoveryCodes.length)]
      .map((byte) => recoveryLetters[byte % recoveryLetters.length])
      .join('')
      .replaceAll(/(.{4})(?=.)/g, '$1-'),
  );
}

/** With 80 random bits a plain hash is as good as a slow one. */
function hashOfRecoveryCode(code: string): string {
  return hashToken(`koppel-recovery:${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`);
}
