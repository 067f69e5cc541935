import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const serverFileSchema = z.object({ url: z.string(), token: z.string(), pid: z.int() });

/** How the command line finds the running server of a data folder: its address and a token of its own. */
export type ServerFile = z.infer<typeof serverFileSchema>;

const path = (dataFolder: string) => join(dataFolder, 'server.json');

/** Readable by the owner alone: who can read it may do everything the command line may. */
export function writeServerFile(dataFolder: string, content: ServerFile): void {
  writeFileSync(path(dataFolder), `${JSON.stringify(content)}\n`, { mode: 0o600 });
  chmodSync(path(dataFolder), 0o600);
}

/** Null when no server says that it runs, or the file cannot be read as one. */
export function readServerFile(dataFolder: string): ServerFile | null {
  if (!existsSync(path(dataFolder))) return null;
  try {
    return serverFileSchema.parse(JSON.parse(readFileSync(path(dataFolder), 'utf8')));
  } catch {
    return null;
  }
}

export function removeServerFile(dataFolder: string): void {
  rmSync(path(dataFolder), { force: true });
}
