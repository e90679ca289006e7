import { SERVICES } from '@app/contracts';
import { inheritedEnvironment, needsMasterKeys, parseCommandLine } from './settings';

describe('parseCommandLine', () => {
  it('reads how often a service runs', () => {
    expect(parseCommandLine(['--replicas', 'backup-executor=2', '--replicas', 'retention=3'])).toEqual({
      replicas: { 'backup-executor': 2, retention: 3 },
    });
  });

  it.each(['backup-executor', 'backup-executor=0', 'executor=2', 'gateway=2'])('refuses --replicas %s', (value) => {
    expect(() => parseCommandLine(['--replicas', value])).toThrow(/--replicas/);
  });
});

describe('inheritedEnvironment', () => {
  it('hands on the settings of the service, and no credentials of the supervisor or of the machine', () => {
    const env = {
      PATH: '/bin',
      STRONGROOM_LOG_LEVEL: 'debug',
      RETRY_DELAYS_MS: '0',
      DUMP_COMPRESSION: 'gzip',
      STRONGROOM_HTTP_PORT: '1',
      STRONGROOM_DATABASE_URL: 'postgres://other:secret@db/x',
      STRONGROOM_POSTGRES_ADMIN_URL: 'postgres://postgres:secret@db/postgres',
      STRONGROOM_MASTER_KEYS: 'k1:secret',
      AWS_SECRET_ACCESS_KEY: 'secret',
      SMTP_PASSWORD_FILE: '/etc/smtp-password',
    };
    const settings = { PATH: '/bin', STRONGROOM_LOG_LEVEL: 'debug', RETRY_DELAYS_MS: '0' };
    expect(inheritedEnvironment('retention', env)).toEqual(settings);
    const mail = { SMTP_PASSWORD_FILE: '/etc/smtp-password' };
    expect(inheritedEnvironment('notifier', env)).toEqual({ ...settings, ...mail });
    expect(inheritedEnvironment('backup-executor', env)).toEqual({ ...settings, DUMP_COMPRESSION: 'gzip' });
  });
});

it('gives the master keys only to the services that open credentials', () => {
  expect(SERVICES.filter(needsMasterKeys)).toEqual([
    'gateway',
    'backup-executor',
    'restore-executor',
    'retention',
    'notifier',
  ]);
});
