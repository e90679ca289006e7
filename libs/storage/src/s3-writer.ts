/**
 * One object on its way to an S3 service. It is copied into part buffers as it comes; what is smaller than one part goes out
 * by a single PutObject at `commit`, everything else as a multipart upload whose completion is `commit`. Every body has a
 * known length and is signed with its SHA-256, so the service refuses what the wire corrupted, over http as well. Retrying a
 * part is the SDK's; a part that it gives up ends the write. lib-storage is not used: its parts cannot grow.
 */
import { createHash } from 'node:crypto';
import { addAbortSignal, Writable } from 'node:stream';
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
import type { ObjectStat, ObjectWriter } from './object-store';
import { PartBuffers } from './part-buffers';
import { type PartPlan, partSizeFor } from './part-plan';
import { isS3Fault, isUnclear, translateS3Error } from './s3-errors';

export interface S3Write {
  client: S3Client;
  /** Bucket and full key of the object. */
  target: { Bucket: string; Key: string };
  /** Headers that the object is created with. */
  attributes: Pick<PutObjectCommandInput, 'ContentType' | 'StorageClass' | 'ServerSideEncryption'>;
  /** The key as the caller of the store knows it. */
  key: string;
  location: string;
  plan: PartPlan;
  bufferBytes: number;
  signal?: AbortSignal;
}

interface Part {
  buffer: Buffer;
  used: number;
}

export class S3Writer implements ObjectWriter {
  readonly stream: Writable;
  bytesWritten = 0;
  private readonly buffers: PartBuffers;
  private readonly etags: (string | undefined)[] = [];
  private readonly sending = new Set<Promise<void>>();
  private readonly stop = new AbortController();
  private filling?: Part;
  private uploadId?: Promise<string>;
  private mayHaveAppeared = false;
  private settled = false;
  private discarding?: Promise<void>;
  private failure?: Error;

  constructor(private readonly write: S3Write) {
    this.buffers = new PartBuffers(write.bufferBytes);
    this.stream = new Writable({
      highWaterMark: 1024 ** 2,
      write: (chunk: Buffer, _encoding, done) => this.take(chunk).then(() => done(), done),
      final: (done) => this.flush().then(() => done(), done),
      destroy: (error, done) => {
        if (!this.stream.writableFinished) this.discard().catch(() => {});
        done(error);
      },
    });
    // Also when nothing writes at the moment a failure must not end the process: it is told at the commit.
    this.stream.on('error', (error) => (this.failure = error));
    // Not given to the constructor, which would destroy the stream before it is known here.
    if (write.signal) addAbortSignal(write.signal, this.stream);
  }

  async commit(): Promise<ObjectStat> {
    const { location } = this.write;
    if (this.failure) throw this.failure;
    if (this.settled || !this.stream.writableFinished) {
      throw new StrongroomError('INTERNAL', `${location} cannot be committed: its stream has not finished`, {
        kind: 'bug',
      });
    }
    try {
      await this.finish();
      const stat = await this.verify();
      this.settled = true;
      this.filling = undefined;
      return stat;
    } catch (thrown) {
      await this.discard().catch(() => {});
      throw translateS3Error(thrown, `finish ${location}`);
    }
  }

  discard(): Promise<void> {
    if (this.settled) return Promise.resolve();
    this.discarding ??= this.removeAll().finally(() => (this.discarding = undefined));
    return this.discarding;
  }

  private async take(chunk: Buffer): Promise<void> {
    let offset = 0;
    while (offset < chunk.length) {
      // A full part waits for the next byte: one that stays alone goes out by PutObject.
      if (this.filling && this.filling.used === this.filling.buffer.length) this.send(this.filling);
      const part = (this.filling ??= await this.nextPart());
      const copied = chunk.copy(part.buffer, part.used, offset);
      part.used += copied;
      offset += copied;
      this.bytesWritten += copied;
    }
  }

  private async nextPart(): Promise<Part> {
    const partNumber = this.etags.length + 1;
    const { maxParts, basePartBytes } = this.write.plan;
    if (partNumber > maxParts) {
      throw new StrongroomError(
        'UPLOAD_TOO_LARGE',
        `${this.write.location} does not fit into ${maxParts} parts of ${basePartBytes} bytes`,
        { details: { bytesWritten: this.bytesWritten } },
      );
    }
    const buffer = await this.buffers.take(partSizeFor(partNumber, this.write.plan));
    this.stop.signal.throwIfAborted();
    return { buffer, used: 0 };
  }

  private send(part: Part): void {
    this.filling = undefined;
    const partNumber = this.etags.push(undefined);
    const sending = this.sendPart(part, partNumber)
      .catch((thrown: unknown) => void this.stream.destroy(translateS3Error(thrown, `write ${this.write.location}`)))
      .finally(() => {
        this.sending.delete(sending);
        this.buffers.giveBack(part.buffer);
      });
    this.sending.add(sending);
  }

  private async sendPart({ buffer, used }: Part, partNumber: number): Promise<void> {
    // Not aborted with the rest: an upload that was begun must become known, or nobody could discard it.
    this.uploadId ??= this.beginUpload();
    const UploadId = await this.uploadId;
    const { client, target } = this.write;
    const sent = await client.send(
      new UploadPartCommand({
        ...target,
        UploadId,
        PartNumber: partNumber,
        Body: buffer.subarray(0, used),
        ContentLength: used,
      }),
      { abortSignal: this.stop.signal },
    );
    this.etags[partNumber - 1] = sent.ETag;
  }

  private async beginUpload(): Promise<string> {
    const { client, target, attributes, location } = this.write;
    const begun = await client.send(new CreateMultipartUploadCommand({ ...target, ...attributes }));
    if (begun.UploadId !== undefined) return begun.UploadId;
    throw new StrongroomError('STORAGE_FAILED', `cannot write ${location}: the storage gave the upload no id`);
  }

  private async flush(): Promise<void> {
    if (this.etags.length > 0 && this.filling) this.send(this.filling);
    // A part that fails destroys the stream with its error; this wait then only has to end.
    while (this.sending.size > 0) await Promise.all(this.sending);
    this.stop.signal.throwIfAborted();
  }

  /** Makes the object appear. An answer that was lost or contradicts itself is settled by looking. */
  private async finish(): Promise<void> {
    try {
      await (this.etags.length > 0 ? this.completeUpload() : this.putWhole());
    } catch (thrown) {
      if (!isUnclear(thrown)) throw thrown;
      this.mayHaveAppeared = true;
      if (!(await this.isStoredWhole())) throw thrown;
    }
    this.mayHaveAppeared = true;
  }

  private async completeUpload(): Promise<void> {
    const { client, target } = this.write;
    await client.send(
      new CompleteMultipartUploadCommand({
        ...target,
        UploadId: await this.uploadId,
        MultipartUpload: { Parts: this.etags.map((ETag, index) => ({ PartNumber: index + 1, ETag })) },
      }),
    );
  }

  private async putWhole(): Promise<void> {
    const { client, target, attributes } = this.write;
    const Body = this.content();
    await client.send(new PutObjectCommand({ ...target, ...attributes, Body, ContentLength: Body.length }));
  }

  private async verify(): Promise<ObjectStat> {
    const { client, target, key, location } = this.write;
    const stored = await client.send(new HeadObjectCommand(target)).catch((thrown: unknown) => {
      if (isS3Fault(thrown, 'NotFound', 'NoSuchKey')) return undefined;
      throw thrown;
    });
    if (stored?.ContentLength !== this.bytesWritten) {
      throw new StrongroomError(
        'CHECKSUM_MISMATCH',
        `${location} has ${stored?.ContentLength ?? 'no'} bytes after ${this.bytesWritten} were written`,
        { details: { written_bytes: this.bytesWritten, stored_bytes: stored?.ContentLength ?? null } },
      );
    }
    return {
      key,
      sizeBytes: this.bytesWritten,
      modifiedAt: stored.LastModified ?? new Date(),
      ...(stored.StorageClass === undefined ? {} : { storageClass: stored.StorageClass }),
    };
  }

  private async isStoredWhole(): Promise<boolean> {
    const stored = await this.write.client.send(new HeadObjectCommand(this.write.target)).catch(() => undefined);
    if (stored?.ContentLength !== this.bytesWritten) return false;
    const etag = (stored.ETag ?? '').replaceAll('"', '');
    // The two forms that tell something about the content; encrypted objects may have others.
    const parts = /^[0-9a-f]{32}-(\d+)$/.exec(etag)?.[1];
    if (parts !== undefined) return Number(parts) === this.etags.length;
    if (/^[0-9a-f]{32}$/.test(etag)) {
      return this.etags.length === 0 && etag === createHash('md5').update(this.content()).digest('hex');
    }
    return true;
  }

  private content(): Buffer {
    return this.filling ? this.filling.buffer.subarray(0, this.filling.used) : Buffer.alloc(0);
  }

  private async removeAll(): Promise<void> {
    const { client, target, location } = this.write;
    this.stop.abort();
    this.stream.destroy();
    await Promise.all(this.sending);
    const UploadId = await this.uploadId?.catch(() => undefined);
    try {
      if (UploadId !== undefined) await abortUpload(client, { ...target, UploadId });
      if (this.mayHaveAppeared) await client.send(new DeleteObjectCommand(target));
    } catch (thrown) {
      throw translateS3Error(thrown, `discard the unfinished ${location}`);
    }
    this.settled = true;
    this.filling = undefined;
  }
}
