import { sealedText, type FlowDocument, type TemplateBody } from '@koppel/model';
import { createHash } from 'node:crypto';
import type { Lab } from './lab.ts';

export const packageId = 'hostile';
export type PackageFlow = FlowDocument & {
  nodes: Record<string, { type: string; v: number; config: Record<string, unknown> }>;
};
/** A package whose parts may be made anything. */
export interface PackageBody extends TemplateBody {
  manifest: TemplateBody['manifest'] & Record<string, unknown>;
  contents: TemplateBody['contents'] & { flows: Record<string, PackageFlow> };
}

/** A package as this Koppel makes it. */
export const genuine = (lab: Lab) =>
  lab.once('package', async () => {
    const flows = ['accounts-erp-to-crm', 'customer-value'];
    await lab.commandLine.call('exportTemplate', { body: { id: packageId, title: { en: 'Value' }, flows } });
    const { content } = await lab.commandLine.call('downloadTemplate', { params: { id: packageId, version: '1.0.0' } });
    return JSON.parse(content) as PackageBody & { checksum: string; signature: Record<string, string> };
  });

const checksumOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Changed, and sealed so that its checksum is right: whoever makes a hostile package makes it whole. */
export async function sealed(
  lab: Lab,
  change: (body: PackageBody) => void,
  version = '9.0.0',
): Promise<PackageBody & { checksum: string }> {
  const { checksum: _checksum, signature: _signature, ...body } = structuredClone(await genuine(lab));
  body.manifest.version = version;
  change(body);
  return { ...body, checksum: checksumOf(sealedText(body)), signature: null } as PackageBody & { checksum: string };
}
