import type { DumpCompression, DumpCompressionMethod } from '@app/odoo';

/**
 * From fast to slow for the same use of storage. zstd at level 1 writes about half of what lz4 writes and is still
 * several times as fast as gzip; docs/decisions tells the measurement.
 */
const PREFERENCE: readonly DumpCompression[] = [
  { method: 'zstd', level: 1 },
  { method: 'lz4', level: 1 },
  { method: 'gzip', level: 1 },
];

/**
 * The compression of a dump: the wanted one (`method` or `method:level`) if the pg_dump at hand offers it,
 * else the best that it does offer.
 */
export function chooseCompression(wanted: string, offered: readonly DumpCompressionMethod[]): DumpCompression {
  const [method, level] = wanted.split(':');
  const preferred = PREFERENCE.filter((candidate) => offered.includes(candidate.method));
  const chosen = preferred.find((candidate) => candidate.method === method) ??
    preferred[0] ?? { method: 'gzip', level: 1 };
  return chosen.method === method && level !== undefined ? { method: chosen.method, level: Number(level) } : chosen;
}
