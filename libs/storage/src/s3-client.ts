import { S3Client } from '@aws-sdk/client-s3';
import type { StorageSettings } from '@app/core';
import type { StorageOptions } from './object-store';
import type { S3Provider } from './s3-providers';

/** A client with settings that services other than AWS get along with. The settings have been checked. */
export function openS3Client(settings: StorageSettings, provider: S3Provider, options: StorageOptions): S3Client {
  const endpoint = settings.endpoint ? new URL(settings.endpoint) : undefined;
  const { accessKeyId = '', secretAccessKey = '' } = settings.credentials ?? {};
  return new S3Client({
    ...(endpoint ? { endpoint: endpoint.href } : {}),
    region: settings.region || regionOf(endpoint, provider) || provider.defaultRegion,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: provider.pathStyle === 'always' || endpoint !== undefined,
    requestChecksumCalculation: provider.checksums,
    responseChecksumValidation: provider.checksums,
    // A service that never answers "Expect: 100-continue" would cost seconds with every part.
    expectContinueHeader: false,
    maxAttempts: 4,
    // requestTimeout is left out: it only warns. socketTimeout ends a request on which nothing moves.
    requestHandler: { connectionTimeout: options.connectTimeoutMs, socketTimeout: options.socketTimeoutMs },
  });
}

function regionOf(endpoint: URL | undefined, { regionOfEndpoint }: S3Provider): string | undefined {
  return endpoint && regionOfEndpoint?.exec(endpoint.hostname)?.[1];
}
