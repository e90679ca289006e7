import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pendingSchemaChanges } from '@app/database';
import { PROBE_STEPS } from '@app/storage';
import { describeRequiring } from '../../../test/fixtures/requires';
import { TestService } from '../../../libs/service/testing/test-service';
import { BackupExecutorModule } from './app.module';
import { BackupExecutorConfig } from './config';
import { StorageProbeResponder } from './storage-probe.responder';

describeRequiring(['postgres', 'nats'], 'the backup executor', () => {
  let executor: TestService;
  beforeAll(async () => {
    executor = await TestService.start({
      service: 'backup-executor',
      module: BackupExecutorModule,
      config: BackupExecutorConfig,
    });
  });
  afterAll(() => executor?.stop());

  it('has a schema that is what its entities say', async () => {
    expect(await pendingSchemaChanges(executor.dataSource)).toEqual([]);
  });

  it('tries a storage for the gateway and leaves nothing in it', async () => {
    const path = mkdtempSync(join(tmpdir(), 'strongroom-probe-'));
    const probe = (change: object) =>
      executor.app.get(StorageProbeResponder).probe({
        storage: { id: 'i', name: 'Disk', provider: 'local', ...change } as never,
      });
    try {
      expect(await probe({ path })).toEqual({
        ok: true,
        steps: PROBE_STEPS.map((step) => ({ step, ok: true, error: null })),
      });
      expect(await readdir(path)).toEqual([]);
      await writeFile(join(path, 'file'), '');
      const { ok, steps } = await probe({ path: join(path, 'file') });
      expect(ok).toBe(false);
      expect(steps[0]).toMatchObject({
        step: 'connect',
        ok: false,
        error: { code: expect.stringMatching(/^STORAGE_/) as string },
      });
    } finally {
      rmSync(path, { recursive: true });
    }
  });
});
