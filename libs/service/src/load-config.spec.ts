import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsBoolean, IsInt, Max } from 'class-validator';
import { configurationReference } from './configuration-reference';
import { ConfigurationError, loadConfig } from './load-config';
import { SecretServiceConfig, ServiceConfig } from './service-config';
import { Setting } from './setting';

const COMPLETE = {
  STRONGROOM_DATABASE_URL: 'postgres://role:password@127.0.0.1:5432/strongroom',
  STRONGROOM_NATS_URL: 'nats://gateway:password@127.0.0.1:4222',
};
const MASTER_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

class OwnConfig extends ServiceConfig {
  @Setting({ env: 'LEASE_MS', doc: 'How long.', default: 30_000, unit: 'ms' })
  @IsInt()
  @Max(60_000)
  leaseMs: number;

  @Setting({ env: 'VERIFY', doc: 'Whether.', default: true })
  @IsBoolean()
  verify: boolean;
}

function problemsOf(type: new () => object, environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(type, environment);
    return [];
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
}

describe('loadConfig', () => {
  const directory = mkdtempSync(join(tmpdir(), 'strongroom-config-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('takes the defaults for what is not set', () => {
    expect(loadConfig(OwnConfig, COMPLETE)).toMatchObject({
      httpHost: '127.0.0.1',
      retryDelaysMs: [0, 60_000, 300_000],
      ackWaitMs: 30_000,
      leaseMs: 30_000,
      verify: true,
    });
  });

  it('reads each kind of value', () => {
    const config = loadConfig(OwnConfig, {
      ...COMPLETE,
      RETRY_DELAYS_MS: '1, 2,3',
      LEASE_MS: '5',
      VERIFY: 'false',
      STRONGROOM_HTTP_PORT: '0',
    });
    expect(config).toMatchObject({ retryDelaysMs: [1, 2, 3], leaseMs: 5, verify: false, httpPort: 0 });
  });

  it('reads a value from the file that NAME_FILE names', () => {
    const file = join(directory, 'keys');
    writeFileSync(file, `${MASTER_KEYS}\n`);
    expect(loadConfig(SecretServiceConfig, { ...COMPLETE, STRONGROOM_MASTER_KEYS_FILE: file }).masterKeys).toBe(
      MASTER_KEYS,
    );
  });

  it('tells all problems at once, each by the name of its variable', () => {
    const problems = problemsOf(OwnConfig, {
      STRONGROOM_NATS_URL: 'http://nats',
      STRONGROOM_HTTP_PORT: 'eighty',
      LEASE_MS: '90000',
      VERIFY: 'perhaps',
      RETRY_DELAYS_MS: '0,soon',
      STRONGROOM_LOG_LEVEL: 'loud',
    });
    expect(problems).toEqual([
      expect.stringContaining('STRONGROOM_DATABASE_URL is missing'),
      expect.stringContaining('STRONGROOM_NATS_URL must have the form'),
      expect.stringContaining('STRONGROOM_HTTP_PORT'),
      expect.stringContaining('STRONGROOM_LOG_LEVEL'),
      expect.stringContaining('RETRY_DELAYS_MS'),
      expect.stringContaining('LEASE_MS must not be greater than 60000 (it is "90000")'),
      expect.stringContaining('VERIFY'),
    ]);
  });

  it('refuses a variable that is given twice, and a file that cannot be read', () => {
    expect(problemsOf(ServiceConfig, { ...COMPLETE, STRONGROOM_NATS_URL_FILE: '/nowhere' })).toEqual([
      expect.stringContaining('both set'),
    ]);
    const { STRONGROOM_NATS_URL: _, ...rest } = COMPLETE;
    expect(problemsOf(ServiceConfig, { ...rest, STRONGROOM_NATS_URL_FILE: '/nowhere' })).toEqual([
      expect.stringContaining('ENOENT'),
    ]);
  });

  it('shows no secret in its problems', () => {
    const [problem, ...more] = problemsOf(SecretServiceConfig, {
      ...COMPLETE,
      STRONGROOM_MASTER_KEYS: 'k1:aHVudGVyMg==',
    });
    expect(more).toEqual([]);
    expect(problem).toContain('STRONGROOM_MASTER_KEYS');
    expect(problem).not.toContain('aHVudGVyMg');
    const [address] = problemsOf(ServiceConfig, { ...COMPLETE, STRONGROOM_DATABASE_URL: 'mysql://root:hunter2@db/x' });
    expect(address).not.toContain('hunter2');
  });

  it('documents every variable once, with its default and its services', () => {
    const reference = configurationReference([
      { service: 'gateway', config: SecretServiceConfig },
      { service: 'backup-executor', config: OwnConfig },
    ]);
    expect(reference).toContain('| `LEASE_MS` | `30000` ms | backup-executor | How long. |');
    expect(reference).toContain('| `STRONGROOM_DATABASE_URL` | required | all |');
    expect(reference.match(/`ACK_WAIT_MS` \|/g)).toHaveLength(1);
  });
});
