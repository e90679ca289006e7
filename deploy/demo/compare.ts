import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';

export interface DatabaseComparison {
  tables: number;
  rows: number;
  /** Tables that are missing on one side or hold other rows. */
  differences: string[];
}

interface TablePrint {
  rows: number;
  digest: string;
}

/** Compares every row of every table of the public schema of two databases. */
export async function compareDatabases(origin: Client, clone: Client): Promise<DatabaseComparison> {
  const [left, right] = [await printTables(origin), await printTables(clone)];
  const differences = [...new Set([...left.keys(), ...right.keys()])].filter((table) => {
    const [a, b] = [left.get(table), right.get(table)];
    return a?.rows !== b?.rows || a?.digest !== b?.digest;
  });
  return { tables: left.size, rows: [...left.values()].reduce((sum, { rows }) => sum + rows, 0), differences };
}

async function printTables(client: Client): Promise<Map<string, TablePrint>> {
  const { rows: tables } = await client.query<{ name: string; quoted: string }>(
    `SELECT tablename AS name, format('%I.%I', schemaname, tablename) AS quoted FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const prints = new Map<string, TablePrint>();
  for (const { name, quoted } of tables) {
    const { rows } = await client.query<{ rows: string; digest: string }>(
      `SELECT count(*) AS rows, coalesce(md5(string_agg(row_hash, '' ORDER BY row_hash)), '') AS digest
         FROM (SELECT md5(t::text) AS row_hash FROM ${quoted} t) hashed`,
    );
    prints.set(name, { rows: Number(rows[0]!.rows), digest: rows[0]!.digest });
  }
  return prints;
}

export interface FilestoreComparison {
  files: number;
  bytes: number;
  differences: string[];
}

/** Compares two directories file by file: names, sizes and SHA-1. */
export async function compareFilestores(origin: string, clone: string): Promise<FilestoreComparison> {
  const [left, right] = [await printFiles(origin), await printFiles(clone)];
  const differences = [...new Set([...left.keys(), ...right.keys()])].filter(
    (file) => left.get(file)?.digest !== right.get(file)?.digest,
  );
  return { files: left.size, bytes: [...left.values()].reduce((sum, { bytes }) => sum + bytes, 0), differences };
}

async function printFiles(root: string): Promise<Map<string, { bytes: number; digest: string }>> {
  const prints = new Map<string, { bytes: number; digest: string }>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const hash = createHash('sha1');
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
    prints.set(relative(root, path), { bytes: (await stat(path)).size, digest: hash.digest('hex') });
  }
  return prints;
}
