/**
 * Run after each `npm install`: a registry mirror without the binaries of foreign platforms makes npm write a lock
 * file that `npm ci` then refuses everywhere (EUSAGE "Missing: @swc/core-darwin-arm64@ from lock file"). This adds the
 * missing optional entries, without integrity, as npm itself would name them.
 */
const { readFileSync, writeFileSync } = require('node:fs');

const SYSTEMS = ['darwin', 'win32', 'android', 'freebsd', 'openharmony', 'linux', 'sunos', 'aix', 'netbsd', 'openbsd'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32', 'mips64el', 'arm'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const packages = lock.packages;
let added = 0;

for (const [location, entry] of Object.entries({ ...packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    // Exact versions only: that is how platform packages are pinned.
    if (!/^\d/.test(version) || isResolvable(location, name)) continue;
    const os = SYSTEMS.find((system) => name.includes(system));
    const cpu = PROCESSORS.find((processor) => name.includes(processor));
    if (!os && !cpu) continue;
    packages[placeFor(location, entry, name, version)] = {
      version,
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      ...(os ? { os: [os] } : {}),
      ...libcOf(name),
    };
    added += 1;
  }
}

if (added > 0) {
  const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`added ${added} optional entries`);

/** Looks as Node does: in the package's own node_modules, then upwards. */
function isResolvable(location, name) {
  for (let folder = location; ;) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
    const parent = folder.lastIndexOf('/node_modules/');
    folder = parent < 0 ? '' : folder.slice(0, parent);
  }
}

/** At the top, unless another package wants another version there. */
function placeFor(location, entry, name, version) {
  const rivals = Object.values(packages).some((other) => {
    const wanted = other.optionalDependencies?.[name];
    return other !== entry && wanted !== undefined && wanted !== version;
  });
  const nested = location.includes('/node_modules/') && rivals;
  return `${nested ? `${location}/` : ''}node_modules/${name}`;
}

function libcOf(name) {
  if (name.includes('musl')) return { libc: ['musl'] };
  return name.includes('-gnu') ? { libc: ['glibc'] } : {};
}
