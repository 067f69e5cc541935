// `npm run audit`: holds the lockfile against the registry's list of known weaknesses. Each one that is found must be explained in
// advisories.json. Ends with 1 where one is not, and with 2 where the registry could not be asked: then nothing is known.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockedPackages, root } from './locked-packages.mjs';

const file = 'packages/boot/advisories.json';
const longestAnswerMs = 30_000;

/** What is known of these packages. Throws an Error that says why it could not be asked. */
async function askRegistry(registry, packages) {
  const versions = {};
  for (const { name, version } of packages) (versions[name] ??= []).push(version);
  const url = `${registry.replace(/\/$/, '')}/-/npm/v1/security/advisories/bulk`;
  // The one address that whoever types the command asks for; nothing of a running Koppel goes this way.
  // oxlint-disable-next-line no-restricted-globals
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(versions),
    signal: AbortSignal.timeout(longestAnswerMs),
  });
  if (!response.ok) throw new Error(`it answers ${response.status}`);
  const body = await response.json();
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Error('its answer is none of a registry');
  return Object.entries(body).flatMap(([name, found]) =>
    found.map(({ id, url: about, title, severity, vulnerable_versions: affected }) => ({
      name,
      id: /GHSA-[\w-]+/.exec(about ?? '')?.[0] ?? String(id),
      title,
      severity,
      affected,
      about,
    })),
  );
}

/**
 * What to say of the findings. An explanation counts for one advisory of one package, until its day.
 * @param {{ id: string, package: string, why: string, until: string }[]} explanations
 */
export function judge(findings, explanations, today) {
  const lines = [];
  const isOf =
    ({ id, name }) =>
    (one) =>
      one.id === id && one.package === name;
  let unexplained = 0;
  for (const finding of findings) {
    const { name, id, severity, title, affected, about } = finding;
    const explanation = explanations.find(isOf(finding));
    const holds = explanation !== undefined && explanation.why.trim() !== '' && explanation.until >= today;
    if (!holds) unexplained += 1;
    const said =
      explanation === undefined
        ? 'not explained'
        : holds
          ? explanation.why
          : `was explained until ${explanation.until}`;
    lines.push(
      `${holds ? 'explained' : 'OPEN'}  ${severity}  ${name} ${affected}  ${id}  ${title}`,
      `  ${about}`,
      `  ${said}`,
    );
  }
  for (const one of explanations)
    if (!findings.some((finding) => isOf(finding)(one)))
      lines.push(`No longer found, take it out of ${file}: ${one.package} ${one.id}`);
  lines.push(`${findings.length} known weaknesses, ${findings.length - unexplained} of them explained in ${file}.`);
  return { lines, code: unexplained === 0 ? 0 : 1 };
}

/** @returns {Promise<{ lines: string[], code: 0 | 1 | 2 }>} */
export async function audit({ registry, packages, explanations, today }) {
  let findings;
  try {
    findings = await askRegistry(registry, packages);
  } catch (error) {
    const why = error instanceof Error ? (error.cause?.code ?? error.message) : String(error);
    return {
      lines: [
        `The registry could not be asked for known weaknesses: ${why}. Nothing is known of these ${packages.length} packages; this is no clean result.`,
      ],
      code: 2,
    };
  }
  const { lines, code } = judge(findings, explanations, today);
  return { lines: [`${packages.length} packages of the lockfile were asked for.`, ...lines], code };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { stdout } = spawnSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const { lines, code } = await audit({
    registry: process.env.KOPPEL_AUDIT_REGISTRY ?? (stdout?.trim() || 'https://registry.npmjs.org'),
    packages: lockedPackages(),
    explanations: JSON.parse(readFileSync(join(root, file), 'utf8')),
    today: new Date().toISOString().slice(0, 10),
  });
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = code;
}
