import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory that is gone when the callback has ended. */
export async function withDirectory<T>(use: (directory: string) => T | Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'strongroom-archive-'));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Writes files, given by their path, with a mode and a time of their own. */
export function writeTree(root: string, files: Record<string, Buffer | string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content, { mode: 0o640 });
    utimesSync(join(root, path), 1_700_000_000, 1_700_000_000);
  }
}

/** The output of the real tar, run in `root`; entries by name, whatever order the file system lists them in. */
export function tarOf(root: string, ...args: string[]): Buffer {
  return execFileSync('tar', ['-C', root, '-cf', '-', '--sort=name', ...args], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** `db/ab/abcdef…` for a content. */
export function filestorePath(database: string, content: Buffer | string): string {
  const sha1 = createHash('sha1').update(content).digest('hex');
  return `${database}/${sha1.slice(0, 2)}/${sha1}`;
}

interface HeaderFields {
  name: string;
  sizeBytes?: number;
  typeFlag?: string;
  linkName?: string;
  gnu?: boolean;
}

/** One header block, for what the real tar does not write. */
export function tarHeader({ name, sizeBytes = 0, typeFlag = '0', linkName = '', gnu = false }: HeaderFields): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write('0000644\0', 100, 'latin1');
  block.write('0000000\0', 108, 'latin1');
  block.write('0000000\0', 116, 'latin1');
  if (sizeBytes < 8 ** 11) block.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(sizeBytes), 128);
  }
  block.write('00000000000\0', 136, 'latin1');
  block.write('        ', 148, 'latin1');
  block.write(typeFlag, 156, 'latin1');
  block.write(linkName, 157, 100);
  block.write(gnu ? 'ustar  \0' : 'ustar\x0000', 257, 'latin1');
  return withChecksum(block);
}

/** The block with the checksum that its other bytes ask for. */
export function withChecksum(block: Buffer): Buffer {
  block.write('        ', 148, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** A header with its content, padded to whole blocks. */
export function tarEntry(fields: HeaderFields, content: Buffer | string = ''): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([tarHeader({ sizeBytes: bytes.length, ...fields }), bytes, Buffer.alloc(-bytes.length & 511)]);
}

export const TAR_END = Buffer.alloc(1024);

/** A PAX record: its length counts itself. */
export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + 1;
  while (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}
