import { type RealOdoo, startRealOdoo } from '../../../../test/fixtures/real-odoo';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type Sshd, startSshd } from '../../../../test/fixtures/sshd';
import type { EnvironmentTarget } from '../environment-target';
import { connectEnvironment } from '../connect-environment';
import type { WebAnswer, WebPatience } from './web-check';

const BESIDE = 'prod-beside.example.com';

describeRequiring(['docker', 'sshd'], 'what a real Odoo answers over HTTP', () => {
  let sshd: Sshd;
  let odoo: RealOdoo;

  /** Only the names that the filter lets through are served; the second database has the secret of its own that every clone has. */
  beforeAll(async () => {
    [sshd, odoo] = await Promise.all([startSshd(), startRealOdoo({ args: ['--db-filter=^(prod|%h)$'] })]);
    await odoo.exec(
      `ALTER DATABASE prod WITH ALLOW_CONNECTIONS false;
       SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'prod';
       CREATE DATABASE "${BESIDE}" TEMPLATE prod;
       ALTER DATABASE prod WITH ALLOW_CONNECTIONS true;`,
      'postgres',
    );
    await odoo.exec("UPDATE ir_config_parameter SET value = gen_random_uuid() WHERE key = 'database.secret'", BESIDE);
    await odoo.run('odoo', 'cp', '-a', '/var/lib/odoo/filestore/prod', `/var/lib/odoo/filestore/${BESIDE}`);
  }, 900_000);
  afterAll(async () => {
    await Promise.all([odoo?.stop(), sshd?.stop()]);
  });

  const check = async (
    name: string,
    { starting = false, timeoutMs = 120_000, ...change }: Partial<EnvironmentTarget> & Partial<WebPatience> = {},
  ): Promise<WebAnswer> => {
    const environment = await connectEnvironment({ ...odoo.target(sshd), ...change }, { jobTag: 'web-check' });
    try {
      return await environment.webCheck(name, { timeoutMs, starting });
    } finally {
      await environment.close();
    }
  };

  it('is asked through the SSH server, down to the assets of the log-in page', async () => {
    expect(await check('prod')).toEqual({
      outcome: 'answered',
      detail: expect.stringMatching(/^\/web\/login\?db=prod and the [1-9] assets of the page$/) as string,
    });
  });

  it('is asked from the machine itself', async () => {
    expect(await check('prod', { connection: 'local' })).toMatchObject({ outcome: 'answered' });
  });

  it('is asked for another database under its own name', async () => {
    expect(await check(BESIDE)).toMatchObject({ outcome: 'answered' });
  });

  it('tells the page of another database from the one that was asked for', async () => {
    const hidden = 'not served';
    await odoo.exec(`CREATE DATABASE "${hidden}" TEMPLATE template0`, 'postgres');
    await odoo.exec("CREATE TABLE ir_config_parameter AS SELECT 'database.secret' AS key, 'its own' AS value", hidden);
    expect(await check(hidden)).toMatchObject({
      outcome: 'elsewhere',
      detail: expect.stringMatching(/the log-in page is that of another database$/) as string,
    });
  });

  it('is wrong when the filestore is gone, although the log-in page comes', async () => {
    await odoo.run('odoo', 'mv', '/var/lib/odoo/filestore/prod', '/var/lib/odoo/filestore/away');
    try {
      expect(await check('prod', { timeoutMs: 5000 })).toEqual({
        outcome: 'wrong',
        detail: expect.stringMatching(/^\/web\/assets\/.* answers 500$/) as string,
      });
    } finally {
      await odoo.run('odoo', 'mv', '/var/lib/odoo/filestore/away', '/var/lib/odoo/filestore/prod');
    }
  });

  it('is refused at once when nobody listens, and waited for when Odoo was started just now', async () => {
    await odoo.stopContainer('odoo');
    expect(await check('prod')).toMatchObject({ outcome: 'stopped' });
    expect(await check('prod', { odooUrl: 'http://127.0.0.1:1' })).toMatchObject({ outcome: 'refused' });
    await odoo.startContainer('odoo');
    expect(await check('prod', { starting: true })).toMatchObject({ outcome: 'answered' });
  });

  it('is not asked on a host that has no address of it', async () => {
    expect(await check('prod', { runtime: 'host' })).toMatchObject({ outcome: 'unchecked' });
  });
});
