/**
 * The requests by which one object comes into being in an S3 service: parts and their completion, or a single PutObject.
 * Every body has a known length and is signed with its SHA-256, so the service refuses what the wire corrupted, over
 * http as well. Retrying is the SDK's. An answer that was lost or contradicts itself is settled by looking.
 */
import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { StrongroomError } from '@app/core';
import { abortUpload } from './abort-upload';
import type { ObjectStat } from './object-store';
import { isS3Fault, isUnclear } from './s3-errors';

export interface S3Target {
  client: S3Client;
  /** Bucket and full key of the object. */
  target: { Bucket: string; Key: string };
  /** Headers that the object is created with. */
  attributes: Pick<PutObjectCommandInput, 'ContentType' | 'StorageClass' | 'ServerSideEncryption'>;
  /** The key as the caller of the store knows it. */
  key: string;
  location: string;
}

export class S3Upload {
  /** By part number. */
  private readonly etags = new Map<number, string | undefined>();
  private uploadId?: Promise<string>;
  private mayHaveAppeared = false;

  constructor(private readonly s3: S3Target) {}

  async sendPart(Body: Buffer, PartNumber: number, abortSignal: AbortSignal): Promise<void> {
    // Not aborted with the rest: an upload that was begun must become known, or nobody could remove it.
    this.uploadId ??= this.begin();
    const UploadId = await this.uploadId;
    const { client, target } = this.s3;
    const part = { ...target, UploadId, PartNumber, Body, ContentLength: Body.length };
    const { ETag } = await client.send(new UploadPartCommand(part), { abortSignal });
    this.etags.set(PartNumber, ETag);
  }

  /** Makes the object appear: out of the parts, if any were sent, else with this content. */
  async appear(content: Buffer, sizeBytes: number): Promise<void> {
    try {
      await (this.uploadId ? this.complete(await this.uploadId) : this.put(content));
    } catch (thrown) {
      if (!isUnclear(thrown)) throw thrown;
      this.mayHaveAppeared = true;
      if (!(await this.isStoredWhole(content, sizeBytes))) throw thrown;
    }
    this.mayHaveAppeared = true;
  }

  /** What the service says of the object. @throws StrongroomError CHECKSUM_MISMATCH unless it has so many bytes */
  async verify(sizeBytes: number): Promise<ObjectStat> {
    const { client, target, key, location } = this.s3;
    const stored = await client.send(new HeadObjectCommand(target)).catch((thrown: unknown) => {
      if (isS3Fault(thrown, 'NotFound', 'NoSuchKey')) return undefined;
      throw thrown;
    });
    if (stored?.ContentLength !== sizeBytes) {
      throw new StrongroomError(
        'CHECKSUM_MISMATCH',
        `${location} has ${stored?.ContentLength ?? 'no'} bytes after ${sizeBytes} were written`,
        { details: { written_bytes: sizeBytes, stored_bytes: stored?.ContentLength ?? null } },
      );
    }
    return {
      key,
      sizeBytes,
      modifiedAt: stored.LastModified ?? new Date(),
      ...(stored.StorageClass === undefined ? {} : { storageClass: stored.StorageClass }),
    };
  }

  /** Removes all that was begun. No part may be under way any more. */
  async remove(): Promise<void> {
    const { client, target } = this.s3;
    const UploadId = await this.uploadId?.catch(() => undefined);
    if (UploadId !== undefined) await abortUpload(client, { ...target, UploadId });
    if (this.mayHaveAppeared) await client.send(new DeleteObjectCommand(target));
  }

  private async begin(): Promise<string> {
    const { client, target, attributes, location } = this.s3;
    const begun = await client.send(new CreateMultipartUploadCommand({ ...target, ...attributes }));
    if (begun.UploadId !== undefined) return begun.UploadId;
    throw new StrongroomError('STORAGE_FAILED', `cannot write ${location}: the storage gave the upload no id`);
  }

  private async complete(UploadId: string): Promise<void> {
    const { client, target } = this.s3;
    const inOrder = [...this.etags].toSorted(([a], [b]) => a - b);
    const Parts = inOrder.map(([PartNumber, ETag]) => ({ PartNumber, ETag }));
    await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
  }

  private async put(Body: Buffer): Promise<void> {
    const { client, target, attributes } = this.s3;
    await client.send(new PutObjectCommand({ ...target, ...attributes, Body, ContentLength: Body.length }));
  }

  private async isStoredWhole(content: Buffer, sizeBytes: number): Promise<boolean> {
    const { client, target } = this.s3;
    const stored = await client.send(new HeadObjectCommand(target)).catch(() => undefined);
    if (stored?.ContentLength !== sizeBytes) return false;
    const etag = (stored.ETag ?? '').replaceAll('"', '');
    // The two forms that tell something about the content; encrypted objects may have others.
    const parts = /^[0-9a-f]{32}-(\d+)$/.exec(etag)?.[1];
    if (parts !== undefined) return Number(parts) === this.etags.size;
    if (/^[0-9a-f]{32}$/.test(etag)) {
      return this.etags.size === 0 && etag === createHash('md5').update(content).digest('hex');
    }
    return true;
  }
}
