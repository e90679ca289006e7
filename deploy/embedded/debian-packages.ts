/**
 * Gets the programs that Strongroom needs and the machine lacks, from the machine's own Debian or Ubuntu archive.
 * Refuses to guess on other systems: then the message names what to install or which variable to set.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, run } from './processes';

export type Need = 'postgres' | 'sshd' | 'docker' | 'age' | 'archivers' | 'ftpd' | 'restic';
type Say = (line: string) => void;

const NEEDS: Record<Need, { packages: string[]; present: () => boolean }> = {
  postgres: { packages: ['postgresql', 'postgresql-client'], present: () => findPostgresBin() !== undefined },
  sshd: { packages: ['openssh-server', 'openssh-client'], present: () => has('sshd') && has('ssh-keygen') },
  ftpd: { packages: ['vsftpd'], present: () => has('vsftpd') },
  docker: { packages: ['docker.io', 'iptables', 'cgroupfs-mount'], present: () => has('docker') },
  restic: { packages: ['restic'], present: () => has('restic') },
  archivers: {
    packages: ['zip', 'unzip', 'libarchive-tools', 'python3'],
    present: () => ['zip', 'unzip', 'bsdtar', 'python3'].every(has),
  },
  age: { packages: ['age'], present: () => has('age') && has('age-keygen') },
};

/** Installs what is missing. Needs root for that; otherwise the error says which packages an administrator installs. */
export async function ensurePackages(needs: Need[], say: Say): Promise<void> {
  const missing = needs.filter((need) => !NEEDS[need].present());
  if (missing.length === 0) return;
  const packages = missing.flatMap((need) => NEEDS[need].packages);
  const remedy = missing.includes('postgres')
    ? ' (for PostgreSQL, STRONGROOM_POSTGRES_BIN may name the folder of initdb instead, or STRONGROOM_POSTGRES_ADMIN_URL a running server)'
    : '';
  if (!has('apt-get'))
    throw new Error(`Missing: ${missing.join(', ')}. Install them with your package manager${remedy}.`);
  if (process.getuid?.() !== 0) {
    throw new Error(`Missing: ${missing.join(', ')}. Run as root: apt-get install ${packages.join(' ')}${remedy}.`);
  }
  say(`Installing ${packages.join(', ')} …`);
  await install(packages);
  const still = needs.filter((need) => !NEEDS[need].present());
  if (still.length > 0)
    throw new Error(`After installing ${packages.join(', ')} these are still missing: ${still.join(', ')}.`);
}

/** The folder with initdb and postgres: what STRONGROOM_POSTGRES_BIN says, else the newest of the system. */
export function findPostgresBin(): string | undefined {
  const named = process.env.STRONGROOM_POSTGRES_BIN;
  if (named) return named;
  const root = '/usr/lib/postgresql';
  const majors = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const packaged = majors.map((major) => join(root, major, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  const initdb = findOnPath('initdb');
  return packaged ?? (initdb && dirname(initdb));
}

export async function ensurePostgres(say: Say): Promise<string> {
  await ensurePackages(['postgres'], say);
  const binDir = findPostgresBin();
  if (!binDir) throw new Error('PostgreSQL was installed, but its initdb is nowhere to be found.');
  return binDir;
}

function has(program: string): boolean {
  return findOnPath(program) !== undefined;
}

async function install(packages: string[]): Promise<void> {
  if (packages.includes('postgresql')) withoutMainCluster();
  const restore = forbidServiceStart();
  const apt = (...args: string[]) =>
    run('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', UCF_FORCE_CONFFOLD: '1', LC_ALL: 'C.UTF-8' },
    });
  try {
    // Lists that are missing or old make the first try fail; current ones save the update.
    await apt('install', '--no-install-recommends', ...packages).catch(async () => {
      await apt('update');
      await apt('install', '--no-install-recommends', ...packages);
    });
  } finally {
    restore();
  }
}

/** Debian's package creates and starts a server of its own unless this file says otherwise. */
function withoutMainCluster(): void {
  const file = '/etc/postgresql-common/createcluster.conf';
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    '# Written by Strongroom before it installed PostgreSQL for its private cluster.\ncreate_main_cluster = false\n',
  );
}

/** Debian's own switch against starting services at installation. An existing one is left as it is. */
function forbidServiceStart(): () => void {
  const file = '/usr/sbin/policy-rc.d';
  if (existsSync(file)) return () => undefined;
  writeFileSync(file, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(file, { force: true });
}
