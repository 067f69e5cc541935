import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';

/** Argon2id with 46 MiB, one pass, one lane: the memory-hard end of the recommended range. */
const cost = { memory: 47_104, passes: 1, parallelism: 1, tagLength: 32 } as const;

function derive(
  password: string,
  salt: Buffer,
  parameters: { memory: number; passes: number; parallelism: number },
): Promise<Buffer> {
  const options: Argon2Parameters = {
    message: Buffer.from(password.normalize('NFKC')),
    nonce: salt,
    tagLength: cost.tagLength,
    memory: parameters.memory,
    passes: parameters.passes,
    parallelism: parameters.parallelism,
  };
  return new Promise((resolve, reject) => {
    argon2('argon2id', options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** The stored form of a password: `argon2id$memory$passes$lanes$salt$key`, salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  const { memory, passes, parallelism } = cost;
  return ['argon2id', memory, passes, parallelism, salt.toString('base64url'), key.toString('base64url')].join('$');
}

const storedForm = /^argon2id\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/;
let nobody: Promise<string> | undefined;

/**
 * Whether the password is the one that was stored. Takes as long for a person who does not exist (`stored` null) as for one
 * who does, so that the time tells nobody which addresses are known. `isOutdated`: stored with another cost; store it anew.
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
): Promise<{ readonly isRight: boolean; readonly isOutdated: boolean }> {
  nobody ??= hashPassword(randomBytes(16).toString('hex'));
  const match = storedForm.exec(stored ?? (await nobody));
  if (!match) return { isRight: false, isOutdated: false };
  const [, memory, passes, parallelism, salt, key] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const parameters = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), parameters);
  const expected = Buffer.from(key, 'base64url');
  const isRight = stored !== null && derived.length === expected.length && timingSafeEqual(derived, expected);
  const isOutdated = parameters.memory !== cost.memory || parameters.passes !== cost.passes;
  return { isRight, isOutdated };
}
