import { setTimeout as delay } from 'node:timers/promises';
import { AbortMultipartUploadCommand, type S3Client } from '@aws-sdk/client-s3';
import { httpStatusOf, isS3Fault } from './s3-errors';

const RETRY_DELAYS_MS = [50, 200, 800, 2_000];

/**
 * Removes an unfinished upload with its parts; false when it was gone already. A part that still arrives makes some
 * services answer 409: then it is tried again.
 */
export async function abortUpload(
  client: S3Client,
  upload: { Bucket: string; Key: string; UploadId: string },
): Promise<boolean> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.send(new AbortMultipartUploadCommand(upload));
      return true;
    } catch (thrown) {
      if (isS3Fault(thrown, 'NoSuchUpload')) return false;
      const delayMs = RETRY_DELAYS_MS[attempt];
      if (httpStatusOf(thrown) !== 409 || delayMs === undefined) throw thrown;
      await delay(delayMs);
    }
  }
}
