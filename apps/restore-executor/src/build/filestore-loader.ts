import { pipeline } from 'node:stream/promises';
import { type BackupArchiveReader, FILESTORE_MEMBER, gunzipStream, SafeTarGate } from '@app/archive';
import { StrongroomError } from '@app/core';
import { bothSides } from '@app/odoo';
import type { BuildWork } from './build-work';

/**
 * Unpacks the filestore of a backup under its staging name; every entry is looked at on the way.
 * @returns how many files there are, which is what the manifest says
 * @throws StrongroomError ARCHIVE_*, FILESTORE_*
 */
export async function loadFilestore(work: BuildWork, archive: BackupArchiveReader): Promise<number> {
  const { environment, staging, progress, job } = work;
  const { files: expected, tar_size } = archive.manifest.filestore!;
  const { signal } = job;
  const sink = await environment.extractFilestore(staging, { signal });
  const gate = new SafeTarGate({ expected: { files: expected, tarBytes: tar_size } });
  const source = await archive.open(FILESTORE_MEMBER);
  const letGo = job.requireFlow(progress);
  const sent = pipeline(source, progress.meter(), gunzipStream(), gate, sink.stream, { signal });
  await bothSides(sent.finally(letGo), sink.done).catch(async (failure: unknown) => {
    signal.throwIfAborted();
    throw await archive.causeOf(failure, FILESTORE_MEMBER, { signal });
  });
  const { files } = await environment.filestoreSummary(staging);
  if (files !== expected) {
    throw new StrongroomError(
      'FILESTORE_WRITE_FAILED',
      `The restored filestore has ${files} files, the manifest says ${expected}`,
      { kind: 'transient' },
    );
  }
  return files;
}
