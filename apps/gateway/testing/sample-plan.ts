import { type RestorePlanAnswer, RestorePlanOf, type RestorePlanRequest } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { TestGateway } from './test-gateway';

/** What an executor might find out. */
export const samplePlan: RestorePlanAnswer = {
  steps: [{ name: 'preflight', text: 'Look at the backup and at the server' }],
  source: {
    storage_config_id: '5f1b0000-0000-4000-8000-000000000001',
    storage_name: 'Disk',
    created_at: '2026-01-01T00:00:00.000Z',
    encrypted: false,
    object_bytes: 30,
    dump_bytes: 10,
    filestore_bytes: 20,
    filestore_files: 3,
  },
  versions: { postgres_backup: '17.2', postgres_server: '17.6', odoo_backup: '18.0', odoo_environment: null },
  disks: [
    {
      holds: ['database', 'filestore'],
      mount_point: '/',
      needed_bytes: 100,
      free_bytes: 90,
      freed_bytes: 0,
      is_enough: false,
    },
  ],
  downtime: { seconds: 2, basis: 'Two names are exchanged' },
  problems: [
    new StrongroomError('DISK_TOO_SMALL', 'The disk of the database and the filestore (/) has 1 MB free').toReport(),
  ],
  warnings: [{ code: 'COPY_USED', message: 'The backup would be read from the storage Second' }],
};

/**
 * Answers like an executor until the gateway is stopped.
 * @returns what was asked so far
 */
export async function answerPlans({ infrastructure }: TestGateway): Promise<RestorePlanRequest[]> {
  const asked: RestorePlanRequest[] = [];
  const { admin } = infrastructure.nats;
  admin.subscribe(RestorePlanOf.subject, {
    callback: (_error, message) => {
      asked.push(message.json());
      message.respond(JSON.stringify({ answer: samplePlan }));
    },
  });
  await admin.flush();
  return asked;
}
