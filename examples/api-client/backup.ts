/**
 * Backs up one environment, waits until that ended, lists the completed backups of the environment, and prints an address
 * that the new one can be downloaded from. Exits with 1 and the reason when it did not work.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import createClient from 'openapi-fetch';
import type { components, paths } from '../../docs/openapi.d.ts';

type Problem = components['schemas']['Problem'];

const { STRONGROOM_URL, STRONGROOM_TOKEN, ENVIRONMENT_ID, IDEMPOTENCY_KEY = randomUUID() } = process.env;
if (!STRONGROOM_URL || !STRONGROOM_TOKEN || !ENVIRONMENT_ID) {
  console.error('Set STRONGROOM_URL, STRONGROOM_TOKEN and ENVIRONMENT_ID.');
  process.exit(78);
}

const api = createClient<paths>({
  baseUrl: STRONGROOM_URL,
  headers: { authorization: `Bearer ${STRONGROOM_TOKEN}` },
});

/** Its answer, or a failure in the words of the problem document. Asks again, for a while, when nothing answers. */
async function ask<T>(request: () => Promise<{ data?: T; error?: Problem }>, tries = 5): Promise<T> {
  try {
    const { data, error } = await request();
    if (data !== undefined) return data;
    throw new Error(error ? `${error.code}: ${error.detail} ${error.remedy}` : 'The answer is empty.');
  } catch (error) {
    // fetch says TypeError when there was no answer; every request here may be sent twice
    if (!(error instanceof TypeError) || tries === 1) throw error;
    await sleep(1000);
    return ask(request, tries - 1);
  }
}

async function completedTask(id: string) {
  for (let said = ''; ; await sleep(1000)) {
    const task = await ask(() => api.GET('/api/v1/tasks/{id}', { params: { path: { id } } }));
    const state = [task.status, task.progress?.stage, task.progress?.percent?.toFixed().concat(' %')];
    const line = state.filter(Boolean).join(' ');
    if (line !== said) console.log((said = line));
    if (task.status === 'completed') return task;
    if (task.status === 'failed' || task.status === 'cancelled')
      throw new Error(task.error ? `${task.error.code}: ${task.error.message} ${task.error.remedy}` : task.status);
  }
}

async function main(environment_id: string) {
  // the key makes it one backup, however often the request is sent
  const requested = await ask(() =>
    api.POST('/api/v1/backups/environments/{environment_id}/backups', {
      params: { path: { environment_id }, header: { 'Idempotency-Key': IDEMPOTENCY_KEY } },
      body: { backup_type: 'manual' },
    }),
  );
  console.log(`backup ${requested.id}`);
  await completedTask(requested.task_id!);

  const { items, total } = await ask(() =>
    api.GET('/api/v1/backups/environments/{environment_id}/backups', {
      params: { path: { environment_id }, query: { status: 'completed', page_size: 10 } },
    }),
  );
  console.log(`${total} completed, the newest first:`);
  for (const { created_at, id, compressed_size } of items)
    console.log(`  ${created_at}  ${id}  ${compressed_size} bytes`);

  const path = { id: requested.id };
  const details = await ask(() => api.GET('/api/v1/backups/{id}', { params: { path } }));
  console.log(`${details.is_verified ? 'verified' : 'not verified'}, at ${details.location}`);
  const download = await ask(() =>
    api.GET('/api/v1/backups/{id}/download', { params: { path, query: { expires_in: 600 } } }),
  );
  console.log(`until ${download.expires_at} at ${download.database_url}`);
}

main(ENVIRONMENT_ID).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
