import { createGunzip, type Gunzip } from 'node:zlib';
import { StrongroomError } from '@app/core';

/**
 * Reads gzip of one or several members. Damage, an early end and bytes after the end destroy it with ARCHIVE_CORRUPT;
 * zeros after the end are padding and pass.
 * @param what for the message: what it holds
 */
export function gunzipStream(what = 'filestore'): Gunzip {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  const destroy = gunzip.destroy.bind(gunzip);
  // zlib reports through destroy(); so does a pipeline, whose errors are not ours to translate.
  gunzip.destroy = (error?: Error) => destroy(error && isZlibError(error) ? corrupt(what, error) : error);
  return gunzip;
}

function isZlibError(error: NodeJS.ErrnoException): boolean {
  return (error.code?.startsWith('Z_') ?? false) || error.code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END';
}

function corrupt(what: string, cause: Error): StrongroomError {
  return new StrongroomError('ARCHIVE_CORRUPT', `The gzip of the ${what} cannot be read: ${cause.message}`, {
    cause,
  });
}
