import { readdir } from 'node:fs/promises';
import { S3Client, ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import type { TestS3 } from '../fixtures/s3';
import type { TestStrongroom } from './strongroom';

/** Every file below a storage directory, unfinished ones included. */
export async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** The keys and the open multipart uploads of a bucket. */
export async function bucketContents(s3: TestS3, bucket: string): Promise<{ keys: string[]; uploads: string[] }> {
  const client = new S3Client({
    endpoint: s3.endpoint,
    region: s3.region,
    credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    forcePathStyle: true,
  });
  try {
    const objects = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    return {
      keys: (objects.Contents ?? []).map(({ Key }) => Key!),
      uploads: (uploads.Uploads ?? []).map(({ Key }) => Key!),
    };
  } finally {
    client.destroy();
  }
}

/** What still works on a backup inside its containers: sessions of pg_dump, and processes of dump and archive. */
export async function remoteWork(containers: DockerEnvironment): Promise<string[]> {
  const sessions = await containers.exec(
    `SELECT application_name FROM pg_stat_activity WHERE application_name IN ('pg_dump', 'pg_restore', 'psql') AND pid <> pg_backend_pid()`,
    'postgres',
  );
  const programs = [...(await containers.processes('db')), ...(await containers.processes('odoo'))];
  return [
    ...sessions.split('\n').filter(Boolean),
    ...programs.filter((name) => /^(pg_dump|pg_restore|tar|tee|openssl|sha256sum|psql)$/.test(name)),
  ];
}

/** Rows of any service that say that work is going on. */
export async function rowsInProgress(strongroom: TestStrongroom): Promise<string[]> {
  const rows = await strongroom.query<{ row: string }>(`
    SELECT 'backup ' || id || ' ' || status AS row FROM gateway.backups WHERE status IN ('pending', 'in_progress', 'uploading')
    UNION ALL SELECT 'task ' || id || ' ' || status FROM gateway.tasks WHERE status IN ('pending', 'queued', 'running')
    UNION ALL SELECT 'job ' || id || ' ' || status FROM backup_executor.jobs WHERE status IN ('waiting', 'running')
    UNION ALL SELECT 'job ' || id || ' ' || status FROM restore_executor.jobs WHERE status IN ('waiting', 'running')`);
  return rows.map(({ row }) => row);
}
