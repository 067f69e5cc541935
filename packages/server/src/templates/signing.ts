import type { TemplateBody, TemplatePackage, TemplateSignature } from '@koppel/model';
import { sealedText } from '@koppel/model';
import type { TemplateTrust } from '@koppel/protocol';
import type { WorkspaceRepository } from '@koppel/store';
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const secretName = 'template-publisher';
const settingName = 'template.publishers';
const publishersSchema = z.object({
  ownName: z.string(),
  trusted: z.array(z.object({ name: z.string(), publicKey: z.string() })),
});
const unsaid: Publishers = { ownName: 'Koppel', trusted: [] };
type Publishers = z.output<typeof publishersSchema>;
type Settings = Pick<WorkspaceRepository, 'setting' | 'saveSetting' | 'secret' | 'makeSecret'>;

/** What DER puts before the 32 bytes of an ed25519 key (RFC 8410). */
const privateHead = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicHead = Buffer.from('302a300506032b6570032100', 'hex');

export function checksumOf(sealed: string): string {
  return `sha256:${createHash('sha256').update(sealed).digest('hex')}`;
}

export async function publishersOf(settings: Settings): Promise<Publishers> {
  return (await settings.setting(settingName, publishersSchema)) ?? unsaid;
}

export async function savePublishers(settings: Settings, change: Partial<Publishers>): Promise<void> {
  await settings.saveSetting(settingName, { ...(await publishersOf(settings)), ...change });
}

/** The key that packages of this workspace are signed with, made when it is first needed. It never leaves the server. */
async function ownKey(settings: Settings): Promise<KeyObject> {
  if (!(await settings.secret(secretName))) await settings.makeSecret(secretName);
  const { bytes } = (await settings.secret(secretName))!;
  return createPrivateKey({ key: Buffer.concat([privateHead, bytes]), format: 'der', type: 'pkcs8' });
}

function textOf(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicHead.length).toString('base64');
}

/** By which others recognise what this workspace made. */
export async function ownPublicKey(settings: Settings): Promise<string> {
  return textOf(await ownKey(settings));
}

/** Seals a package: its checksum, and the signature over that. */
export async function sealPackage(body: TemplateBody, settings: Settings): Promise<TemplatePackage> {
  const checksum = checksumOf(sealedText(body));
  const key = await ownKey(settings);
  const { ownName } = await publishersOf(settings);
  const signature: TemplateSignature = {
    publisher: ownName,
    publicKey: textOf(key),
    value: sign(null, Buffer.from(checksum), key).toString('base64'),
  };
  return { ...body, checksum, signature };
}

/** Who vouches for a package, as far as it can be proved. `sealed` is what its checksum must be of. */
export async function trustOf(
  { checksum, signature }: Pick<TemplatePackage, 'checksum' | 'signature'>,
  sealed: string | null,
  settings: Settings,
): Promise<TemplateTrust> {
  const publisher = signature?.publisher ?? null;
  const publicKey = signature?.publicKey ?? null;
  if (sealed !== null && checksumOf(sealed) !== checksum) return { state: 'broken', publisher, publicKey };
  if (!signature) return { state: 'unsigned', publisher: null, publicKey: null };
  const key = createPublicKey({
    key: Buffer.concat([publicHead, Buffer.from(signature.publicKey, 'base64')]),
    format: 'der',
    type: 'spki',
  });
  const isGenuine = verify(null, Buffer.from(checksum), key, Buffer.from(signature.value, 'base64'));
  if (!isGenuine) return { state: 'broken', publisher, publicKey };
  if (signature.publicKey === (await ownPublicKey(settings))) return { state: 'trusted', publisher, publicKey };
  const { trusted } = await publishersOf(settings);
  const known = trusted.find((other) => other.publicKey === signature.publicKey);
  return { state: known ? 'trusted' : 'unknown', publisher: known?.name ?? publisher, publicKey };
}
