/** Makes what the services need in their servers: database and roles, streams and consumers, the bucket. May run again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SERVICES, type ServiceName } from '@app/contracts';
import { provisionDatabase } from '@app/database';
import { connectNats, provision } from '@app/messaging';
import { databaseNames } from '../embedded/settings';
import { DATABASE, OWN_SECRETS, S3_REGION, S3_URL } from './places';

export async function provisionServers(bucket: string): Promise<void> {
  const passwords = JSON.parse(secret('database_passwords')) as Record<ServiceName, string>;
  const services = SERVICES.map((service) => ({ ...databaseNames(service), password: passwords[service] }));
  await provisionDatabase(secret('database_admin_url'), { database: DATABASE, services });
  const connection = await connectNats({ url: secret('nats_admin_url'), name: 'strongroom provisioning' });
  await provision(connection).finally(() => connection.close());
  await provideBucket(bucket);
}

async function provideBucket(Bucket: string): Promise<void> {
  const client = new S3Client({
    endpoint: S3_URL,
    region: S3_REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: secret('access_key'), secretAccessKey: secret('secret_key') },
  });
  try {
    await client.send(new HeadBucketCommand({ Bucket })).catch(async (error: Error) => {
      if (error.name !== 'NotFound') throw error;
      await client.send(new CreateBucketCommand({ Bucket }));
    });
  } finally {
    client.destroy();
  }
}

const secret = (name: string) => readFileSync(join(OWN_SECRETS, name), 'utf8');
