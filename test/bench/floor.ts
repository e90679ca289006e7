import type { BenchServer } from './server';

const DUMP = `exec docker exec "$1_db" pg_dump -U odoo -Fc -Z1 "$2"`;
const ARCHIVE = `exec docker exec "$1_odoo" tar -cf - -C /var/lib/odoo/filestore "$2"`;

/** The least that a backup has to do: read the database and the files once, over SSH, into nothing. */
export async function runFloor(server: BenchServer, environment: { id: string; dbName: string }): Promise<void> {
  await server.run(DUMP, [environment.id, environment.dbName]);
  await server.run(ARCHIVE, [environment.id, environment.dbName]);
}
