/**
 * Streams an object as the answer to a request: the whole, or the one range that is asked for. As slow as the client takes
 * it, and no further once the client is gone or takes nothing any more.
 */
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { GZIP_TYPE, ZIP_TYPE } from '@app/archive';
import { StrongroomError } from '@app/core';
import type { ObjectStat } from '@app/storage';
import type { FoundObject } from './object-finder';

interface Span {
  start: number;
  /** One after the last byte. */
  end: number;
}

/**
 * @param stallMs how long the client may take nothing
 * @returns what broke it off after the answer had begun, which the client sees by the missing bytes
 * @throws StrongroomError RANGE_NOT_SATISFIABLE, and of the storage, while there is no answer yet
 */
export async function sendObject(
  request: Request,
  response: Response,
  { store, object, fileName }: FoundObject,
  stallMs: number,
): Promise<unknown> {
  const tags = tagsOf(object);
  const isHead = request.method === 'HEAD';
  const span = isHead ? undefined : spanOf(request, response, object, tags);
  const { start, end } = span ?? { start: 0, end: object.sizeBytes };
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const source = isHead ? undefined : await store.read(object.key, { start, end, signal: gone.signal });
    response.status(span === undefined ? 200 : 206).set({
      ...tags,
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'private, no-store',
      'Content-Disposition': `attachment; filename="${fileName}"`,
      'Content-Length': String(end - start),
      'Content-Type': object.key.endsWith('.gz') ? GZIP_TYPE : ZIP_TYPE,
      ...(span && { 'Content-Range': `bytes ${start}-${end - 1}/${object.sizeBytes}` }),
    });
    if (source === undefined) return void response.end();
    response.setTimeout(stallMs, () => response.destroy());
    return await pipeline(source, response, { signal: gone.signal });
  } catch (thrown) {
    if (response.headersSent || gone.signal.aborted) return thrown;
    throw thrown;
  }
}

interface Tags {
  ETag: string;
  'Last-Modified': string;
}

/** An object never changes under its key; should somebody have put another one there, a download must not go on with it. */
function tagsOf({ sizeBytes, modifiedAt }: ObjectStat): Tags {
  return {
    ETag: `"${sizeBytes.toString(16)}-${modifiedAt.getTime().toString(16)}"`,
    'Last-Modified': modifiedAt.toUTCString(),
  };
}

/** undefined: the whole. Several ranges at once are answered with the whole, as RFC 9110 allows. */
function spanOf(request: Request, response: Response, { sizeBytes }: ObjectStat, tags: Tags): Span | undefined {
  const condition = request.get('If-Range');
  if (condition !== undefined && condition !== tags.ETag && condition !== tags['Last-Modified']) return undefined;
  const ranges = request.range(sizeBytes);
  if (ranges === -1) {
    response.set('Content-Range', `bytes */${sizeBytes}`);
    throw new StrongroomError('RANGE_NOT_SATISFIABLE', `The object has ${sizeBytes} bytes.`, {
      details: { size_bytes: sizeBytes },
    });
  }
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return undefined;
  const [{ start, end }] = ranges as unknown as [{ start: number; end: number }];
  return { start, end: end + 1 };
}
