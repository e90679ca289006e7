import { randomUUID } from 'node:crypto';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { makeDirectory, TestGateway } from '../../testing/test-gateway';
import { AccessRpc } from './access.rpc';
import { StorageConfig } from './storage-config.entity';

describeRequiring(['postgres', 'nats'], 'the storages that the sweep asks for', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway?.stop());

  it('are told by pages, each once, with their secrets sealed', async () => {
    const { organization, storage } = await makeDirectory(gateway);
    const organization_id = organization.id as string;
    const sealed = await gateway.make('/api/v1/backups/storage-configs', {
      organization_id,
      name: 'Bucket',
      provider: 's3',
      bucket: 'b',
      credentials: { access_key_id: 'key', secret_access_key: 'hush' },
    });
    const more = Array.from({ length: 100 }, (_, n) => ({
      id: randomUUID(),
      organization_id,
      name: `Disk ${n}`,
      provider: 'local' as const,
      path: '/x',
    }));
    await gateway.dataSource.manager.insert(StorageConfig, more);

    const rpc = gateway.app.get(AccessRpc);
    const told: { id: string }[] = [];
    let pages = 0;
    for (let after: string | null | undefined; after !== null; pages++) {
      const page = await rpc.storageAccesses({ after: after ?? null });
      told.push(...page.storages);
      after = page.next;
    }
    expect(pages).toBe(3);
    expect(told.map(({ id }) => id).sort()).toEqual(
      [storage.id as string, sealed.id as string, ...more.map(({ id }) => id)].sort(),
    );
    expect(JSON.stringify(told)).not.toContain('hush');
    expect(told.find(({ id }) => id === sealed.id)).toMatchObject({
      credentials_sealed: expect.stringMatching(/^v1\./) as string,
    });
  });
});
