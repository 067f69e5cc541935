import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What a link to the narrow view stands for: one account, known by its key in one connection of one workspace. */
export interface EmbedClaims {
  readonly workspaceId: string;
  readonly connectionId: string;
  readonly key: string;
  readonly expiresAt: Date;
}

export type TokenVerdict =
  | { readonly is: 'good'; readonly claims: EmbedClaims }
  | { readonly is: 'forged' }
  | { readonly is: 'expired' };

/** Signed with the text, so that nothing that another part of Koppel signs could pass for such a link. */
const purpose = 'koppel.embed.1';
const longestToken = 2000;
const pattern = /^k1\.([A-Za-z0-9_-]{1,1500})\.([A-Za-z0-9_-]{43})$/;

const payloadSchema = z.strictObject({
  w: z.string(),
  c: z.string(),
  k: z.string(),
  /** Seconds since 1970. */
  e: z.int(),
});

/** The text of a link: readable by whoever has it, and signed, so that it cannot be made or changed by anybody else. */
export function signToken({ workspaceId, connectionId, key, expiresAt }: EmbedClaims, secret: Buffer): string {
  const payload = { w: workspaceId, c: connectionId, k: key, e: Math.floor(expiresAt.getTime() / 1000) };
  const text = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `k1.${text}.${signatureOf(text, secret)}`;
}

/** The signature is looked at before anything else is: what was not signed here is not even read. */
export function verifyToken(token: string, { secret, now }: { secret: Buffer; now: Date }): TokenVerdict {
  const [, text, signature] = (token.length <= longestToken && pattern.exec(token)) || [];
  if (text === undefined || signature === undefined || !isSame(signature, signatureOf(text, secret)))
    return { is: 'forged' };
  const { w, c, k, e } = payloadSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  if (e * 1000 <= now.getTime()) return { is: 'expired' };
  return { is: 'good', claims: { workspaceId: w, connectionId: c, key: k, expiresAt: new Date(e * 1000) } };
}

function signatureOf(text: string, secret: Buffer): string {
  return createHmac('sha256', secret).update(`${purpose}.${text}`).digest('base64url');
}

function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
