import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeBackup } from '../places';
import { ALL_ROLES, type WalkedRoute } from '../walked-route';

const ROUTE = '/api/v1/backups';

export const DOWNLOADS: readonly WalkedRoute[] = [
  {
    route: `GET ${ROUTE}/:id/download`,
    about: 'project',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.backup } }),
    fresh: async (world, { organization: organization_id, environment }) => {
      const disk = { organization_id, name: world.unique(), provider: 'local', path: world.folder };
      const storage = (await world.gateway.make(`${ROUTE}/storage-configs`, disk)).id;
      const backup = await makeBackup(world.gateway, environment, 'completed', storage);
      await writeFile(join(world.folder, `k-${backup}`), 'zip');
      return { storage, backup };
    },
    audited: 'backup.download_requested',
  },
  // whoever has the address has the proof
  {
    route: `GET ${ROUTE}/:id/object`,
    about: 'own proof',
    may: ALL_ROLES,
    ask: (ids) => ({ path: { id: ids.backup } }),
  },
];
