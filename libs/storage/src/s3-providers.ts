/** What tells the services of the S3 family apart, as data: the driver asks here and never for the name of a provider. */
import type { StoreProvider } from '@app/core';

export type S3ProviderName = Exclude<StoreProvider, 'local' | 'ftp' | 'sftp'>;

export interface S3Provider {
  /** The bucket stands in the path instead of the host name. */
  pathStyle: 'always' | 'with-endpoint';
  /** Used when the storage config names no region and `regionOfEndpoint` finds none. */
  defaultRegion: string;
  /** Its first group is the region, in the host name of the endpoint. */
  regionOfEndpoint?: RegExp;
  /**
   * When the SDK adds checksums of its own (CRC32, as a trailer of streams): some services refuse them, some store them
   * as content. Without them the signed SHA-256 of each body still lets the service find what the wire corrupted.
   */
  checksums: 'WHEN_REQUIRED' | 'WHEN_SUPPORTED';
  /** All parts of a multipart upload but the last one must have the same size. */
  equalParts: boolean;
  /** Part numbers of one upload may be left out, so that the end of an object can be sent before its middle is known. */
  partGaps: boolean;
}

export const S3_PROVIDERS: Readonly<Record<S3ProviderName, S3Provider>> = {
  s3: {
    pathStyle: 'with-endpoint',
    defaultRegion: 'us-east-1',
    regionOfEndpoint: /^s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com/,
    checksums: 'WHEN_REQUIRED',
    equalParts: false,
    partGaps: true,
  },
  r2: {
    pathStyle: 'always',
    defaultRegion: 'auto',
    checksums: 'WHEN_REQUIRED',
    equalParts: true,
    partGaps: false,
  },
  b2: {
    pathStyle: 'always',
    defaultRegion: 'us-west-004',
    regionOfEndpoint: /^s3\.([a-z0-9-]+)\.backblazeb2\.com$/,
    checksums: 'WHEN_REQUIRED',
    equalParts: false,
    // Its own protocol counts parts without gaps.
    partGaps: false,
  },
  minio: {
    pathStyle: 'always',
    defaultRegion: 'us-east-1',
    checksums: 'WHEN_REQUIRED',
    equalParts: false,
    partGaps: true,
  },
};
