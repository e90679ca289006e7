import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipArchive } from 'archiver';
import type { BenchServer } from './server';

const DUMP = `docker exec "$1_db" pg_dump -U odoo -Fc -Z9 "$2" > "$3"`;
const ARCHIVE = `docker exec "$1_odoo" tar -czf - -C /var/lib/odoo/filestore "$2" > "$3"`;
const CHECKSUM = `sha256sum "$1"`;
const REMOVE = `rm -f "$1" "$2"`;

/**
 * What the document that Strongroom begins from does: dump and archive into files on the server, checksums, download by
 * SFTP, checksums again, a deflated ZIP, an upload. @returns bytes written to scratch disks
 */
export async function runSeedSequence(
  server: BenchServer,
  environment: { id: string; dbName: string },
  folder: string,
  storage: string,
): Promise<number> {
  await mkdir(folder, { recursive: true });
  await mkdir(storage, { recursive: true });
  const remote = { dump: `/tmp/bench_${environment.id}.dump`, filestore: `/tmp/bench_${environment.id}.tar.gz` };
  const local = { dump: join(folder, 'dump.sql'), filestore: join(folder, 'filestore.tar.gz') };
  const zip = join(folder, 'backup.zip');
  try {
    await server.run(DUMP, [environment.id, environment.dbName, remote.dump]);
    await server.run(ARCHIVE, [environment.id, environment.dbName, remote.filestore]);
    for (const part of ['dump', 'filestore'] as const) {
      const there = (await server.run(CHECKSUM, [remote[part]], 'pipe')).split(' ')[0];
      await server.download(remote[part], local[part]);
      if ((await sha256(local[part])) !== there) throw new Error(`Checksum mismatch of ${part}`);
    }
    await deflate(zip, local);
    await copyFile(zip, join(storage, 'seed.zip'));
    const sizes = await Promise.all([local.dump, local.filestore, zip].map(async (file) => (await stat(file)).size));
    const [dump, filestore, packed] = sizes as [number, number, number];
    return 2 * (dump + filestore) + packed;
  } finally {
    await server.run(REMOVE, [remote.dump, remote.filestore]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function deflate(zip: string, files: { dump: string; filestore: string }): Promise<void> {
  const archive = new ZipArchive();
  archive.file(files.dump, { name: 'dump.sql' });
  archive.file(files.filestore, { name: 'filestore.tar.gz' });
  const written = pipeline(archive, createWriteStream(zip));
  await archive.finalize();
  await written;
}
