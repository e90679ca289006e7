/**
 * Objects in a bucket of an S3 service. What differs between services is data (s3-providers.ts). Objects are deleted one by
 * one, because DeleteObjects sends a checksum that some services refuse; conditional writes are not relied on, because
 * some services ignore them. A read that breaks goes on from the missing byte, of the same object or not at all.
 */
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  type MultipartUpload,
  paginateListObjectsV2,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { normalizeConfigPrefix, type StorageSettings, StrongroomError } from '@app/core';
import { abortUpload } from './abort-upload';
import { ExactRangeStream } from './exact-range-stream';
import { checkKey, checkListPrefix } from './object-key';
import type { ObjectStat, ObjectStore, ObjectWriter, ReadOptions, StorageOptions } from './object-store';
import type { SignedUrlOptions, UnfinishedWrite, WriteOptions } from './object-store';
import { type PartPlan, planLanes, planParts } from './part-plan';
import { beyondEnd } from './range-error';
import { openS3Client } from './s3-client';
import { httpStatusOf, isS3Fault, translateS3Error } from './s3-errors';
import type { S3Provider } from './s3-providers';
import { S3Writer, SEAM_BYTES } from './s3-writer';

/** How often in a row a broken read is taken up again; the SDK retries each of these requests by itself. */
const READ_RESUMES = 5;

/** What a GET delivers: bytes `from` to `end` of an object of `sizeBytes`. */
interface OpenedRange {
  body: Readable;
  from: number;
  end: number;
  sizeBytes: number;
  etag?: string;
}

export class S3Store implements ObjectStore {
  private readonly client: S3Client;
  private readonly bucket: string;
  private readonly prefix: string;
  private readonly attributes: Pick<PutObjectCommandInput, 'StorageClass' | 'ServerSideEncryption'>;

  constructor(
    settings: StorageSettings,
    private readonly provider: S3Provider,
    private readonly options: StorageOptions,
  ) {
    this.bucket = settings.bucket ?? '';
    this.prefix = normalizeConfigPrefix(settings.prefix);
    this.attributes = attributesOf(settings);
    this.client = openS3Client(settings, provider, options);
  }

  async write(key: string, options: WriteOptions = {}): Promise<ObjectWriter> {
    options.signal?.throwIfAborted();
    return new S3Writer({
      client: this.client,
      target: this.target(key),
      attributes: { ...this.attributes, ...(options.contentType ? { ContentType: options.contentType } : {}) },
      key,
      location: this.location(key),
      ...this.plan(options),
      bufferBytes: this.options.bufferBytes,
      signal: options.signal,
    });
  }

  async stat(key: string): Promise<ObjectStat | undefined> {
    try {
      const found = await this.client.send(new HeadObjectCommand(this.target(key)));
      return {
        key,
        sizeBytes: found.ContentLength ?? 0,
        modifiedAt: found.LastModified ?? new Date(0),
        ...(found.StorageClass === undefined ? {} : { storageClass: found.StorageClass }),
      };
    } catch (thrown) {
      if (!isS3Fault(thrown, 'NotFound', 'NoSuchKey')) throw translateS3Error(thrown, `look at ${this.location(key)}`);
      // The answer to a HEAD does not say whether the object is missing or the bucket.
      await this.requireBucket();
      return undefined;
    }
  }

  async read(key: string, { start = 0, end, signal }: ReadOptions = {}): Promise<Readable> {
    const name = this.location(key);
    const translate = (thrown: unknown) => translateS3Error(thrown, `read ${name}`);
    try {
      signal?.throwIfAborted();
      const opened = await this.open(key, start, end, { signal });
      if (end !== undefined && opened.end < end) {
        opened.body.on('error', () => {}).destroy();
        throw beyondEnd(name, start, end, opened.sizeBytes);
      }
      return new ExactRangeStream({
        start,
        end: opened.end,
        first: opened.body,
        name,
        resumes: READ_RESUMES,
        open: async (from) => (await this.open(key, from, opened.end, { signal, etag: opened.etag })).body,
        translate,
        signal,
      });
    } catch (thrown) {
      if (httpStatusOf(thrown) === 416 || thrown === EMPTY_RANGE) return this.readNothing(key, start, end);
      if (signal?.aborted) throw thrown;
      throw translate(thrown);
    }
  }

  async remove(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.target(key))).catch((thrown: unknown) => {
      if (!isS3Fault(thrown, 'NoSuchKey')) throw translateS3Error(thrown, `remove ${this.location(key)}`);
    });
  }

  async *list(prefix: string): AsyncIterable<ObjectStat> {
    const query = { Bucket: this.bucket, Prefix: this.prefix + checkListPrefix(prefix) };
    try {
      for await (const page of paginateListObjectsV2({ client: this.client }, query)) {
        for (const found of page.Contents ?? []) {
          if (!found.Key?.startsWith(query.Prefix)) continue;
          yield {
            key: found.Key.slice(this.prefix.length),
            sizeBytes: found.Size ?? 0,
            modifiedAt: found.LastModified ?? new Date(0),
            ...(found.StorageClass === undefined ? {} : { storageClass: found.StorageClass }),
          };
        }
      }
    } catch (thrown) {
      throw translateS3Error(thrown, `list s3://${this.bucket}/${query.Prefix}`);
    }
  }

  async *listUnfinished(prefix: string): AsyncIterable<UnfinishedWrite> {
    for await (const { Key = '', Initiated } of this.uploads(this.prefix + checkListPrefix(prefix))) {
      yield { key: Key.slice(this.prefix.length), startedAt: Initiated ?? new Date(0) };
    }
  }

  async discardUnfinished(key: string): Promise<number> {
    const target = this.target(key);
    let removed = 0;
    for await (const { Key, UploadId } of this.uploads(target.Key)) {
      if (Key !== target.Key || UploadId === undefined) continue;
      try {
        if (await abortUpload(this.client, { ...target, UploadId })) removed += 1;
      } catch (thrown) {
        throw translateS3Error(thrown, `discard an unfinished ${this.location(key)}`);
      }
    }
    return removed;
  }

  location(key: string): string {
    return `s3://${this.bucket}/${this.target(key).Key}`;
  }

  async signedUrl(key: string, { from, expiresInSeconds, fileName }: SignedUrlOptions): Promise<string> {
    const command = new GetObjectCommand({
      ...this.target(key),
      ResponseContentDisposition: `attachment; filename="${fileName}"`,
      ResponseContentType: 'application/zip',
    });
    return getSignedUrl(this.client, command, { expiresIn: expiresInSeconds, signingDate: from });
  }

  async close(): Promise<void> {
    this.client.destroy();
  }

  private plan({ estimateBytes = 0, tailBytes }: WriteOptions): { plan: PartPlan; tailPlan?: PartPlan } {
    if (tailBytes !== undefined && this.provider.partGaps) {
      const { head, tail } = planLanes(Math.max(0, estimateBytes - tailBytes), tailBytes);
      // Each lane fills a part of its own: parts so large that this would need more memory are sent in one lane.
      if (SEAM_BYTES + head.basePartBytes + tail.basePartBytes <= this.options.bufferBytes)
        return { plan: head, tailPlan: tail };
    }
    return { plan: planParts(estimateBytes, this.provider.equalParts) };
  }

  private target(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: checkKey(this.prefix + checkKey(key)) };
  }

  private async open(
    key: string,
    start: number,
    end: number | undefined,
    { etag, signal }: { etag?: string; signal?: AbortSignal },
  ): Promise<OpenedRange> {
    if (end !== undefined && end <= start) throw EMPTY_RANGE;
    const whole = start === 0 && end === undefined;
    const answer = await this.client.send(
      new GetObjectCommand({
        ...this.target(key),
        ...(whole ? {} : { Range: `bytes=${start}-${end === undefined ? '' : end - 1}` }),
        ...(etag === undefined ? {} : { IfMatch: etag }),
      }),
      { abortSignal: signal },
    );
    const body = answer.Body as Readable;
    const range = rangeOf(answer, whole);
    if (range && range.from === start) return { ...range, body, etag: answer.ETag };
    body.on('error', () => {}).destroy();
    throw new StrongroomError('STORAGE_FAILED', `cannot read ${this.location(key)}: the storage sent another range`, {
      details: { asked_from: start, content_range: answer.ContentRange ?? null },
    });
  }

  /** A range without bytes cannot be asked for: what is left to say is whether it lies within the object. */
  private async readNothing(key: string, start: number, end = start): Promise<Readable> {
    const name = this.location(key);
    const found = await this.stat(key);
    if (!found) throw new StrongroomError('OBJECT_NOT_FOUND', `${name} does not exist`, { details: { key } });
    if (start !== end || end > found.sizeBytes) throw beyondEnd(name, start, end, found.sizeBytes);
    const open = async () => Promise.reject(EMPTY_RANGE);
    return new ExactRangeStream({ start, end, name, resumes: 0, open, translate: () => EMPTY_RANGE });
  }

  private async requireBucket(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.bucket })).catch((thrown: unknown) => {
      if (!isS3Fault(thrown, 'NotFound', 'NoSuchBucket')) return;
      throw new StrongroomError('STORAGE_BUCKET_NOT_FOUND', `the bucket ${this.bucket} does not exist`);
    });
  }

  private async *uploads(fullPrefix: string): AsyncIterable<MultipartUpload> {
    let position: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
    while (position) {
      const page: ListMultipartUploadsCommandOutput = await this.client
        .send(new ListMultipartUploadsCommand({ Bucket: this.bucket, Prefix: fullPrefix, ...position }))
        .catch((thrown: unknown) => {
          throw translateS3Error(thrown, `list the unfinished uploads of s3://${this.bucket}/${fullPrefix}`);
        });
      for (const upload of page.Uploads ?? []) if (upload.Key?.startsWith(fullPrefix)) yield upload;
      position = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
        : undefined;
    }
  }
}

const EMPTY_RANGE = new StrongroomError('INTERNAL', 'the range has no bytes');

/** The bytes that an answer carries, by its own account; undefined when it does not say. */
function rangeOf(answer: GetObjectCommandOutput, whole: boolean): Omit<OpenedRange, 'body'> | undefined {
  const length = answer.ContentLength;
  if (whole) return length === undefined ? undefined : { from: 0, end: length, sizeBytes: length };
  const [, from, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.ContentRange ?? '') ?? [];
  return from === undefined ? undefined : { from: Number(from), end: Number(last) + 1, sizeBytes: Number(size) };
}

function attributesOf({ storageClass, serverSideEncryption }: StorageSettings) {
  return {
    ...(storageClass ? { StorageClass: storageClass as PutObjectCommandInput['StorageClass'] } : {}),
    ...(serverSideEncryption
      ? { ServerSideEncryption: serverSideEncryption as PutObjectCommandInput['ServerSideEncryption'] }
      : {}),
  };
}
