/** What tells the services of the S3 family apart, as data: the driver asks here and never for the name of a provider. */
import type { StoreProvider } from './object-store';

export type S3ProviderName = Exclude<StoreProvider, 'local'>;

export interface S3Provider {
  endpointRequired: boolean;
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
  /** Values that `storage_class` may have. */
  storageClasses: readonly string[] | 'any';
  /** Values that `server_side_encryption` may have. */
  serverSideEncryption: readonly string[];
}

export const S3_PROVIDERS: Readonly<Record<S3ProviderName, S3Provider>> = {
  s3: {
    endpointRequired: false,
    pathStyle: 'with-endpoint',
    defaultRegion: 'us-east-1',
    regionOfEndpoint: /^s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com/,
    checksums: 'WHEN_REQUIRED',
    equalParts: false,
    storageClasses: 'any',
    serverSideEncryption: ['AES256', 'aws:kms', 'aws:kms:dsse'],
  },
  r2: {
    endpointRequired: true,
    pathStyle: 'always',
    defaultRegion: 'auto',
    checksums: 'WHEN_REQUIRED',
    equalParts: true,
    storageClasses: ['STANDARD', 'STANDARD_IA'],
    serverSideEncryption: [],
  },
  b2: {
    endpointRequired: true,
    pathStyle: 'always',
    defaultRegion: 'us-west-004',
    regionOfEndpoint: /^s3\.([a-z0-9-]+)\.backblazeb2\.com$/,
    checksums: 'WHEN_REQUIRED',
    equalParts: false,
    storageClasses: ['STANDARD'],
    serverSideEncryption: ['AES256'],
  },
  minio: {
    endpointRequired: true,
    pathStyle: 'always',
    defaultRegion: 'us-east-1',
    checksums: 'WHEN_REQUIRED',
    equalParts: false,
    storageClasses: ['STANDARD', 'REDUCED_REDUNDANCY'],
    serverSideEncryption: ['AES256', 'aws:kms'],
  },
};
