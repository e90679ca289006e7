/**
 * Gets single packages of a Debian release that is not the machine's own. They are unpacked into a folder, not installed: no
 * root is needed, and nothing of the system's apt is written.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, run } from './processes';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

export interface DebianPackage {
  name: string;
  /** Such as `trixie`. */
  suite: string;
  /** Gets the folder `{name}-{version}`. */
  toolsDir: string;
}

/**
 * Unpacks the newest version that the suite has; returns the folder.
 * @throws Error where the machine has no apt, or its archive is not Debian's
 */
export async function unpackDebianPackage({ name, suite, toolsDir }: DebianPackage): Promise<string> {
  const mirror = findOnPath('apt-get') && findOnPath('dpkg') && existsSync(KEYRING) ? debianMirror() : undefined;
  if (!mirror) throw new Error(`There is no Debian archive to get ${name} from.`);
  const work = join(toolsDir, `.apt-${name}-${process.pid}`);
  try {
    return await unpack(await fetchPackage(work, mirror, suite, name), name, toolsDir);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** apt with private folders: it reads and writes nothing of the system's apt but the key and the proxy settings. */
async function fetchPackage(work: string, mirror: string, suite: string, name: string): Promise<string> {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'state', 'none', 'deb']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  writeFileSync(join(work, 'status'), '');
  writeFileSync(join(work, 'sources.list'), `deb [signed-by=${KEYRING}] ${mirror} ${suite} main\n`);
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
  await apt('download', name);
  const [file] = readdirSync(join(work, 'deb'));
  if (!file) throw new Error('apt-get download left no package.');
  return join(work, 'deb', file);
}

async function unpack(packageFile: string, name: string, toolsDir: string): Promise<string> {
  const version = (await run('dpkg-deb', ['-f', packageFile, 'Version'])).trim();
  const target = join(toolsDir, `${name}-${version}`);
  const fresh = join(packageFile, '..', 'unpacked');
  await run('dpkg-deb', ['-x', packageFile, fresh]);
  try {
    renameSync(fresh, target);
  } catch (error) {
    // Another start was faster: its unpacked package is the same.
    if (!existsSync(target)) throw error;
  }
  return target;
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
