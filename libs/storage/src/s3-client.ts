import { S3Client } from '@aws-sdk/client-s3';
import { StrongroomError } from '@app/core';
import type { StorageOptions, StorageSettings } from './object-store';
import type { S3Provider } from './s3-providers';

/** A client with settings that services other than AWS get along with. Throws STORAGE_CONFIG_INVALID. */
export function openS3Client(settings: StorageSettings, provider: S3Provider, options: StorageOptions): S3Client {
  const needs = (field: string) =>
    new StrongroomError('STORAGE_CONFIG_INVALID', `the provider ${settings.provider} needs \`${field}\``);
  if (!settings.credentials?.accessKeyId || !settings.credentials.secretAccessKey) throw needs('credentials');
  if (!settings.endpoint && provider.endpointRequired) throw needs('endpoint');
  const endpoint = settings.endpoint ? parseEndpoint(settings.endpoint) : undefined;
  return new S3Client({
    ...(endpoint ? { endpoint: endpoint.href } : {}),
    region: settings.region || regionOf(endpoint, provider) || provider.defaultRegion,
    credentials: { ...settings.credentials },
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

function parseEndpoint(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '') return url;
  throw new StrongroomError('STORAGE_CONFIG_INVALID', '`endpoint` is not an http or https URL without credentials');
}

function regionOf(endpoint: URL | undefined, { regionOfEndpoint }: S3Provider): string | undefined {
  return endpoint && regionOfEndpoint?.exec(endpoint.hostname)?.[1];
}
