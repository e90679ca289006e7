/**
 * A nats-server of at least 2.10, as bookworm has only 2.9. Debian's package is unpacked into `.strongroom/tools`:
 * nothing is installed into the system, no root is needed, and the next start finds it there.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, run } from './processes';

const OLDEST = [2, 10] as const;
/** The Debian release to take the package from when the machine's own release is too old. */
const SUITE = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

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
  const mirror = findOnPath('apt-get') && findOnPath('dpkg') && existsSync(KEYRING) ? debianMirror() : undefined;
  if (!mirror) throw new Error(`There is no nats-server here, and no Debian archive to get one from. ${remedy}`);
  say(`Getting nats-server from Debian ${SUITE} …`);
  const work = join(toolsDir, `.apt-${process.pid}`);
  try {
    return await unpack(await fetchPackage(work, mirror), toolsDir);
  } catch (error) {
    throw new Error(`Getting nats-server failed. ${remedy}\n${(error as Error).message}`, { cause: error });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** apt with private folders: it reads and writes nothing of the system's apt but the key and the proxy settings. */
async function fetchPackage(work: string, mirror: string): Promise<string> {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'state', 'none', 'deb']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  writeFileSync(join(work, 'status'), '');
  writeFileSync(join(work, 'sources.list'), `deb [signed-by=${KEYRING}] ${mirror} ${SUITE} main\n`);
  const settings = {
    'Dir::Etc::sourcelist': join(work, 'sources.list'),
    'Dir::Etc::sourceparts': join(work, 'none'),
    'Dir::Etc::preferencesparts': join(work, 'none'),
    'Dir::State': join(work, 'state'),
    'Dir::State::lists': join(work, 'lists'),
    'Dir::State::status': join(work, 'status'),
    'Dir::Cache': join(work, 'cache'),
    'APT::Sandbox::User': '',
    'APT::Update::Post-Invoke::': '',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
  };
  const options = Object.entries(settings).map(([name, value]) => `${name} "${value}";`);
  const config = join(work, 'apt.conf');
  writeFileSync(config, `${options.join('\n')}\n#clear APT::Update::Post-Invoke;\n#clear DPkg::Post-Invoke;\n`);
  const apt = (...args: string[]) =>
    run('apt-get', ['-q', ...args], { env: { ...process.env, APT_CONFIG: config }, cwd: join(work, 'deb') });
  await apt('update');
  await apt('download', 'nats-server');
  const [file] = readdirSync(join(work, 'deb'));
  if (!file) throw new Error('apt-get download left no package.');
  return join(work, 'deb', file);
}

async function unpack(packageFile: string, toolsDir: string): Promise<string> {
  const version = (await run('dpkg-deb', ['-f', packageFile, 'Version'])).trim();
  const target = join(toolsDir, `nats-server-${version}`);
  const fresh = join(packageFile, '..', 'unpacked');
  await run('dpkg-deb', ['-x', packageFile, fresh]);
  const binary = join(fresh, 'usr', 'sbin', 'nats-server');
  if (!(await isRecent(binary))) throw new Error(`The archive's nats-server ${version} is too old.`);
  try {
    renameSync(fresh, target);
  } catch (error) {
    // Another start was faster: its unpacked package is the same.
    if (!existsSync(target)) throw error;
  }
  return join(target, 'usr', 'sbin', 'nats-server');
}

/** The first Debian archive that the machine's apt uses, whichever of the two formats names it; never the security one. */
export function debianMirror(aptDir = '/etc/apt'): string | undefined {
  const parts = join(aptDir, 'sources.list.d');
  const files = [
    join(aptDir, 'sources.list'),
    ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : []),
  ];
  const entries = files
    .filter((file) => existsSync(file))
    .flatMap((file) => sourcesIn(file, readFileSync(file, 'utf8')));
  return entries.find(({ uri, suite }) => DEBIAN_SUITE.test(suite) && !uri.includes('security'))?.uri;
}

const DEBIAN_SUITE = /^(bullseye|bookworm|trixie|forky|sid|oldstable|stable|testing|unstable)(-updates)?$/;

function sourcesIn(file: string, text: string): { uri: string; suite: string }[] {
  if (file.endsWith('.sources')) return text.split(/\n\s*\n/).flatMap(stanzaSources);
  if (!file.endsWith('.list')) return [];
  return text.split('\n').flatMap((line) => {
    const [, uri, suite] = /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/.exec(line) ?? [];
    return uri && suite ? [{ uri, suite }] : [];
  });
}

function stanzaSources(stanza: string): { uri: string; suite: string }[] {
  const field = (name: string) => new RegExp(`^${name}:(.*)$`, 'im').exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
  if (field('Enabled')[0] === 'no') return [];
  return field('URIs').flatMap((uri) => field('Suites').map((suite) => ({ uri, suite })));
}
