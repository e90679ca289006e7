/**
 * The first steps of an installation, as a person would take them over the API: with the token that the gateway has left
 * it makes an organization with the S3 server of the composition as its default storage. Then it shows the token, once, and
 * removes its file. Where there is no such file, all of this was done before.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../demo/api-client';
import { GATEWAY_URL, OWN_SECRETS, S3_REGION, TOKEN_FILE } from './places';

export interface FirstStorage {
  bucket: string;
  /** As the executors, and whoever downloads by a presigned URL, reach the S3 server. */
  endpoint: string;
}

interface Named {
  id: string;
  name: string;
}

const ORGANIZATION = 'Default';

export async function setUp({ bucket, endpoint }: FirstStorage): Promise<void> {
  if (!existsSync(TOKEN_FILE)) return console.log('This installation was set up before.');
  const token = readFileSync(TOKEN_FILE, 'utf8').trim();
  const api = new ApiClient(GATEWAY_URL, token);
  const organization = await api.findOrCreate<Named>('/api/v1/organizations', 'name', {
    name: ORGANIZATION,
    slug: 'default',
    billing_plan: 'enterprise',
  });
  await api.findOrCreate<Named>(`/api/v1/backups/storage-configs?organization_id=${organization.id}`, 'name', {
    organization_id: organization.id,
    name: 'S3 server of the composition',
    provider: 'minio',
    endpoint,
    region: S3_REGION,
    bucket,
    credentials: { access_key_id: secret('access_key'), secret_access_key: secret('secret_key') },
    is_default: true,
  });
  console.log(`The organization "${ORGANIZATION}" (${organization.id}) stores its backups in the bucket ${bucket}.`);
  console.log(`Admin token (shown once): ${token}`);
  rmSync(TOKEN_FILE);
}

const secret = (name: string) => readFileSync(join(OWN_SECRETS, name), 'utf8');
