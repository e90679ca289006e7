import { Readable } from 'node:stream';
import type { SftpSession } from './sftp-connection';

/** What every server gives in one packet. */
const PIECE_BYTES = 32 * 1024;
/** Pieces asked for ahead, 2 MiB together: so the distance to the server does not set the speed. */
const PIECES_AHEAD = 64;

interface SftpRange {
  session: SftpSession;
  handle: Buffer;
  start: number;
  end: number;
  close: () => Promise<unknown>;
}

/** The bytes of the range in order, or up to the end of the file when that comes first. Closes the file afterwards. */
export function readSftpFile(range: SftpRange): Readable {
  return Readable.from(pieces(range), { objectMode: false, highWaterMark: 1024 ** 2 });
}

async function* pieces({ session, handle, start, end, close }: SftpRange): AsyncIterable<Buffer> {
  const ahead: Promise<Buffer>[] = [];
  let next = start;
  try {
    for (;;) {
      while (ahead.length < PIECES_AHEAD && next < end) {
        const piece = readPiece(session, handle, next, Math.min(PIECE_BYTES, end - next));
        // One that fails is met in its turn, and must not end the process before.
        piece.catch(() => {});
        ahead.push(piece);
        next += PIECE_BYTES;
      }
      const piece = await ahead.shift();
      if (!piece) return;
      yield piece;
      if (piece.length < PIECE_BYTES) return;
    }
  } finally {
    await close();
  }
}

/** Shorter than asked for only where the file ends: a server may answer a read with less. */
async function readPiece(session: SftpSession, handle: Buffer, start: number, length: number): Promise<Buffer> {
  const piece = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const got = await session.ask<number>((sftp, answer) =>
      sftp.read(handle, piece, filled, length - filled, start + filled, answer),
    );
    if (got === 0) break;
    filled += got;
  }
  return piece.subarray(0, filled);
}
