import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { SERVICES, STREAMS } from '@app/contracts';
import { connectNats, inboxPrefixOf, issuerOf, provision } from '@app/messaging';
import { startNats } from '../../test/fixtures/nats';
import { describeRequiring } from '../../test/fixtures/requires';
import { loadSecrets } from '../embedded/secrets-file';
import { writeNatsFiles } from './nats-files';

describeRequiring('nats', 'the files for a NATS server of one’s own', () => {
  let dir: string;
  beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'strongroom-nats-files-'))));
  afterEach(() => rmSync(dir, { recursive: true }));
  const read = (...path: string[]) => readFileSync(join(dir, ...path), 'utf8');

  it('let the server start, the administrator provision it, and each service in', async () => {
    const config = (place: { listen: string; storeDir: string }) => {
      writeNatsFiles(dir, loadSecrets(dir), { ...place, address: place.listen });
      return read('nats.conf');
    };
    const server = await startNats({ config });
    try {
      const admin = await connectNats({ url: read('admin', 'nats_url'), name: 'spec' });
      await provision(admin);
      for await (const { config: stream } of (await jetstreamManager(admin)).streams.list())
        expect(Object.keys(STREAMS)).toContain(stream.name);
      await admin.close();
      for (const service of SERVICES) {
        const own = { url: read(service, 'nats_url'), name: service, inboxPrefix: inboxPrefixOf(service) };
        const connection = await connectNats(own);
        await connection.flush();
        await connection.close();
      }
      await expect(connectNats({ url: server.url, name: 'nobody' })).rejects.toThrow(/authorization/i);
    } finally {
      await server.stop();
    }
  });

  it('are for their owner alone, and the same when they are written again', () => {
    const place = { listen: '0.0.0.0:4222', storeDir: '/data', address: 'nats.example.com:4222' };
    const names = ['nats.conf', ...SERVICES.map((service) => `${service}/nats_url`), 'gateway/nats_issuer_seed'];
    const write = () => {
      writeNatsFiles(dir, loadSecrets(dir), place);
      return names.map((name) => read(name));
    };
    const first = write();
    expect(write()).toEqual(first);
    for (const name of names) expect([name, statSync(join(dir, name)).mode & 0o077]).toEqual([name, 0]);
    expect(read('gateway', 'nats_url')).toMatch(/^nats:\/\/gateway:[\w-]{32}@nats\.example\.com:4222$/);
    expect(read('nats.conf')).toContain(`issuer: "${issuerOf(read('gateway', 'nats_issuer_seed'))}"`);
    expect(read('nats.conf')).not.toContain(read('gateway', 'nats_issuer_seed'));
  });
});
