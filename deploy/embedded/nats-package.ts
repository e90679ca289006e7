/**
 * A nats-server of at least 2.10, as bookworm has only 2.9. Debian's package is unpacked into `.strongroom/tools`:
 * nothing is installed into the system, no root is needed, and the next start finds it there.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unpackDebianPackage } from './debian-archive';
import { findOnPath, run } from './processes';

const OLDEST = [2, 10] as const;
/** The Debian release to take the package from when the machine's own release is too old. */
const SUITE = 'trixie';

/** The path of the program: STRONGROOM_NATS_SERVER, else the one on PATH, else one unpacked before, else a new one. */
export async function ensureNatsServer(toolsDir: string, say: (line: string) => void): Promise<string> {
  const named = process.env.STRONGROOM_NATS_SERVER;
  if (named) return named;
  const installed = findOnPath('nats-server');
  if (installed && (await isRecent(installed))) return installed;
  return findUnpacked(toolsDir) ?? (await download(toolsDir, say));
}

async function isRecent(binary: string): Promise<boolean> {
  return atLeastOldest(await run(binary, ['--version']));
}

/** Whether a text such as "nats-server: v2.10.27" or "2.10.27-1" names a version that JetStream's features need. */
export function atLeastOldest(text: string): boolean {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? [];
  if (major === undefined) return false;
  return Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
}

function findUnpacked(toolsDir: string): string | undefined {
  if (!existsSync(toolsDir)) return undefined;
  const folders = readdirSync(toolsDir).filter((name) => name.startsWith('nats-server-') && atLeastOldest(name));
  const newest = folders.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  return newest && join(toolsDir, newest, 'usr', 'sbin', 'nats-server');
}

async function download(toolsDir: string, say: (line: string) => void): Promise<string> {
  const remedy =
    'Install nats-server 2.10 or newer, name its path in STRONGROOM_NATS_SERVER, or name a running server in STRONGROOM_NATS_ADMIN_URL.';
  say(`Getting nats-server from Debian ${SUITE} …`);
  try {
    const folder = await unpackDebianPackage({ name: 'nats-server', suite: SUITE, toolsDir });
    const binary = join(folder, 'usr', 'sbin', 'nats-server');
    if (!(await isRecent(binary))) throw new Error(`The archive's nats-server in ${folder} is too old.`);
    return binary;
  } catch (error) {
    throw new Error(`Getting nats-server failed. ${remedy}\n${(error as Error).message}`, { cause: error });
  }
}
