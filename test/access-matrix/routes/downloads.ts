import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sampleArchive } from '../../../libs/archive/testing/sample-backup';
import { tarEntry } from '../../../libs/archive/testing/tar-samples';
import { type Ids, makeBackup } from '../places';
import { ALL_ROLES, type WalkedRoute } from '../walked-route';
import type { World } from '../world';

const ROUTE = '/api/v1/backups';
const FILE = 'aa/note';

/** A completed backup in a storage of its own, with this as its object. */
async function stored(world: World, { organization: organization_id, environment }: Ids, object: Buffer) {
  const disk = { organization_id, name: world.unique(), provider: 'local', path: world.folder };
  const storage = (await world.gateway.make(`${ROUTE}/storage-configs`, disk)).id;
  const backup = await makeBackup(world.gateway, environment, 'completed', storage);
  await writeFile(join(world.folder, `k-${backup}`), object);
  return { storage, backup };
}

/** A backup with a filestore of one file. */
async function withFile(world: World, ids: Ids) {
  const tar = Buffer.concat([tarEntry({ name: `db/${FILE}` }, 'x'), Buffer.alloc(9216)]);
  const { object } = await sampleArchive(Buffer.from('dump'), gzipSync(tar), (manifest) => ({
    ...manifest,
    filestore: { ...manifest.filestore!, files: 1 },
  }));
  return stored(world, ids, object);
}

export const DOWNLOADS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}/:id/download`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.backup } }),
    fresh: (world, ids) => stored(world, ids, Buffer.from('zip')),
    audited: 'backup.download_requested',
  },
  {
    route: `GET ${ROUTE}/:id/files`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.backup } }),
    fresh: withFile,
  },
  {
    route: `GET ${ROUTE}/:id/files/content`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.backup }, query: { name: FILE } }),
    fresh: withFile,
    audited: 'backup.file_downloaded',
  },
  // whoever has the address has the proof
  {
    route: `GET ${ROUTE}/:id/object`,
    about: 'own proof',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.backup } }),
  },
];
