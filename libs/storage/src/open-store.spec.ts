import type { StorageSettings } from '@app/core';
import { openStore } from './open-store';
import { openS3Client } from './s3-client';
import { S3_PROVIDERS, type S3ProviderName } from './s3-providers';
import { DEFAULT_STORAGE_OPTIONS } from './object-store';

const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
const login = { username: 'u', password: 'p' };
const complete: StorageSettings = { provider: 's3', bucket: 'b', endpoint: 'https://s3.example.org', credentials };

describe('openStore', () => {
  it.each<[string, Partial<StorageSettings>]>([
    ['no bucket', { bucket: undefined }],
    ['no credentials', { credentials: undefined }],
    ['half of the credentials', { credentials: { accessKeyId: 'id', secretAccessKey: '' } }],
    ['no endpoint where one is needed', { provider: 'r2', endpoint: undefined }],
    ['an endpoint that is no URL', { endpoint: 's3.example.org' }],
    ['an endpoint of another kind', { endpoint: 'ftp://s3.example.org' }],
    ['an endpoint with credentials', { endpoint: 'https://id:secret@s3.example.org' }],
    ['a prefix that climbs', { prefix: 'a/../../b' }],
    ['a storage class that the provider lacks', { provider: 'b2', storageClass: 'GLACIER' }],
    ['encryption that the provider lacks', { provider: 'r2', serverSideEncryption: 'AES256' }],
    ['a provider that does not exist', { provider: 'gopher' as never }],
    ['a property of every object as provider', { provider: 'constructor' as never }],
    ['a local store without path', { provider: 'local' }],
    ['a local store with a storage class', { provider: 'local', path: '/srv', storageClass: 'STANDARD' }],
    ['FTP without password', { provider: 'ftp', endpoint: 'ftp://h', credentials: { username: 'u' } }],
    ['FTP at an address of SFTP', { provider: 'ftp', endpoint: 'sftp://h', credentials: login }],
    ['SFTP with the keys of S3', { provider: 'sftp', endpoint: 'sftp://h' }],
    ['SFTP with a directory in the address', { provider: 'sftp', endpoint: 'sftp://h/backups', credentials: login }],
    [
      'SFTP in a directory that climbs',
      { provider: 'sftp', endpoint: 'sftp://h', path: 'a/../..', credentials: login },
    ],
    ['a certificate that is none', { provider: 'ftp', endpoint: 'ftps://h', credentials: login, caCertificate: 'x' }],
    ['a local store with a relative path', { provider: 'local', path: 'backups' }],
  ])('refuses %s', (_what, changes) => {
    expect(() => openStore({ ...complete, ...changes })).toThrow(
      expect.objectContaining({ code: 'STORAGE_CONFIG_INVALID', message: expect.not.stringContaining('secret@') }),
    );
  });

  it('says where an object lies', () => {
    expect(
      openStore({ provider: 'ftp', endpoint: 'ftps://h', path: 'a b', prefix: 'c', credentials: login }).location('d'),
    ).toBe('ftps://h/a b/c/d');
    expect(openStore({ ...complete, prefix: '/a/b/' }).location('c/d')).toBe('s3://b/a/b/c/d');
    expect(openStore({ provider: 'local', path: '/srv/backups/', prefix: 'a' }).location('c/d')).toBe(
      '/srv/backups/a/c/d',
    );
  });
});

describe('openS3Client', () => {
  it.each<[S3ProviderName, string | undefined, string | undefined, string]>([
    ['s3', undefined, undefined, 'us-east-1'],
    ['s3', 'https://s3.eu-central-1.amazonaws.com', undefined, 'eu-central-1'],
    ['s3', 'https://s3.eu-central-1.amazonaws.com', 'eu-west-3', 'eu-west-3'],
    ['r2', 'https://account.r2.cloudflarestorage.com', undefined, 'auto'],
    ['b2', 'https://s3.eu-central-003.backblazeb2.com', undefined, 'eu-central-003'],
    ['minio', 'http://127.0.0.1:9000', '', 'us-east-1'],
  ])('takes for %s at %s, region %s, the region %s', async (provider, endpoint, region, expected) => {
    const settings = { ...complete, provider, endpoint, region };
    const client = openS3Client(settings, S3_PROVIDERS[provider], DEFAULT_STORAGE_OPTIONS);
    expect(await client.config.region()).toBe(expected);
    expect(client.config.forcePathStyle).toBe(endpoint !== undefined);
    expect(await client.config.requestChecksumCalculation()).toBe('WHEN_REQUIRED');
    expect(await client.config.responseChecksumValidation()).toBe('WHEN_REQUIRED');
    client.destroy();
  });
});
