import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  AdoptBackups,
  type AdoptBackupsRequest,
  BackupRescan,
  BackupRescanned,
  type RescannedPayload,
  StorageAccessOf,
} from '@app/contracts';
import { Job } from '@app/executor';
import { OutboxMessage } from '@app/messaging';
import { eventually } from '../../../../libs/messaging/testing';
import { TestService } from '../../../../libs/service/testing/test-service';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { storedBackup } from '../../testing/stored-backup';
import { BackupExecutorModule } from '../app.module';
import { BackupExecutorConfig } from '../config';

const BATCH = 3;

describeRequiring(['postgres', 'nats'], 'the rescan of a storage', () => {
  let executor: TestService;
  let path: string;
  let asked: AdoptBackupsRequest[];
  const refused = new Set<string>();

  beforeAll(async () => {
    executor = await TestService.start({
      service: 'backup-executor',
      module: BackupExecutorModule,
      config: BackupExecutorConfig,
      environment: { RESCAN_BATCH: String(BATCH), BUSY_DELAY_MS: '50' },
    });
    await executor.answer(StorageAccessOf, ({ storage_config_id: id }) => ({
      storage: { id, name: 'Disk', provider: 'local', path } as never,
    }));
    await executor.answer(AdoptBackups, (request) => {
      asked.push(request);
      const foreign = request.backups.filter(({ backup_id }) => refused.has(backup_id));
      return {
        added: request.backups.length - foreign.length,
        known: 0,
        refused: foreign.map(({ manifest_key: key }) => ({ key, reason: 'foreign' })),
      };
    });
  });
  beforeEach(() => {
    asked = [];
    path = mkdtempSync(join(tmpdir(), 'strongroom-rescan-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  afterAll(() => executor?.stop());

  async function store(key: string, content: string): Promise<void> {
    await mkdir(dirname(join(path, key)), { recursive: true });
    await writeFile(join(path, key), content);
  }
  async function storeBackup(): Promise<string> {
    const { stem, text, backupId } = storedBackup(7);
    await store(`${stem}.zip`, 'archive');
    await store(`${stem}.manifest.json`, text);
    return backupId;
  }
  /** What the rescan tells in the end; undefined when it failed. */
  async function rescan(): Promise<{ job: Job; report: RescannedPayload | undefined }> {
    const command = { task_id: randomUUID(), organization_id: randomUUID(), storage_config_id: randomUUID() };
    await executor.command(BackupRescan, command);
    const jobs = executor.dataSource.getRepository(Job);
    await eventually(async () => (await jobs.findOneBy({ id: command.task_id }))?.endedAt, 'the rescan has ended');
    const messages = await executor.dataSource.manager.find(OutboxMessage, { order: { id: 'ASC' } });
    const told = messages
      .map(({ payload }) => payload as { type: string; data: RescannedPayload })
      .find(({ type, data }) => type === `strongroom.${BackupRescanned.name}.v1` && data.task_id === command.task_id);
    return { job: await jobs.findOneByOrFail({ id: command.task_id }), report: told?.data };
  }

  it('tells the gateway of every backup in batches, and reports what is none', async () => {
    const ids = [];
    for (let count = 0; count < 2 * BATCH + 1; count += 1) ids.push(await storeBackup());
    const foreign = await storeBackup();
    refused.add(foreign);
    const lonely = storedBackup(7);
    await store(`${lonely.stem}.manifest.json`, lonely.text);
    const unfinished = storedBackup(7);
    await store(`${unfinished.stem}.zip`, 'archive');
    await store('organizations/notes.txt', 'nothing to us');
    const before = (await readdir(path, { recursive: true })).sort();

    const { report } = await rescan();
    expect(report).toMatchObject({
      found: ids.length + 2,
      added: ids.length,
      known: 0,
      invalid: 2,
      without_manifest: 1,
      unclaimed: [`${unfinished.stem}.zip`],
    });
    expect(report!.problems.map(({ reason }) => reason).sort()).toEqual([
      'Its dump or its ZIP is not there',
      'foreign',
    ]);
    expect(asked.flatMap(({ backups }) => backups.map(({ backup_id }) => backup_id)).sort()).toEqual(
      [...ids, foreign].sort(),
    );
    expect(Math.max(...asked.map(({ backups }) => backups.length))).toBeLessThanOrEqual(BATCH);
    expect((await readdir(path, { recursive: true })).sort()).toEqual(before);
  });

  it('finds nothing in an empty storage', async () => {
    expect((await rescan()).report).toMatchObject({ found: 0, added: 0, invalid: 0, without_manifest: 0 });
    expect(asked).toEqual([]);
  });

  it('fails when the storage is not there, instead of reporting an empty one', async () => {
    path = join(path, 'not', 'mounted');
    const { job, report } = await rescan();
    expect(report).toBeUndefined();
    expect(job).toMatchObject({ status: 'failed', error: { code: 'STORAGE_BUCKET_NOT_FOUND' } });
    path = dirname(dirname(path));
  });
});
