import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SERVICES, type ServiceName } from '@app/contracts';
import { projectFolder } from './project-folder';
import { ServiceConfig, settingsOf } from '@app/service';
import { BackupExecutorConfig } from '../../apps/backup-executor/src/config';
import { GatewayConfig } from '../../apps/gateway/src/config';
import { NotifierConfig } from '../../apps/notifier/src/config';
import { RestoreExecutorConfig } from '../../apps/restore-executor/src/config';
import { RetentionConfig } from '../../apps/retention/src/config';
import { SchedulerConfig } from '../../apps/scheduler/src/config';

/** The folder of everything that the embedded Strongroom keeps: STRONGROOM_HOME, else `.strongroom` here. */
export function strongroomHome(): string {
  return resolve(process.env.STRONGROOM_HOME ?? '.strongroom');
}

/** Programs that were downloaded once serve every home folder. */
export function toolsFolder(): string {
  return join(projectFolder(), '.strongroom', 'tools');
}

export const DATABASE = 'strongroom';

/** The roles, NATS users and schemas are all named after the service. */
export const databaseNames = (service: ServiceName) => {
  const schema = service.replaceAll('-', '_');
  return { schema, role: `strongroom_${schema}` };
};

export type Replicas = Partial<Record<ServiceName, number>>;

/** `--replicas backup-executor=2`, once for each service that shall run more than once. */
export function parseCommandLine(args: string[]): { replicas: Replicas } {
  const { values } = parseArgs({ args, options: { replicas: { type: 'string', multiple: true, default: [] } } });
  const replicas: Replicas = {};
  for (const value of values.replicas) {
    const [name, count] = value.split('=');
    const service = SERVICES.find((known) => known === name);
    if (!service || !/^[1-9]\d?$/.test(count ?? '')) {
      throw new Error(
        `--replicas ${value}: write <service>=<1 to 99>, where the service is one of ${SERVICES.join(', ')}.`,
      );
    }
    if (service === 'gateway' && count !== '1')
      throw new Error('--replicas: one gateway only, because it owns the port of the API.');
    replicas[service] = Number(count);
  }
  return { replicas };
}

const SYSTEM_VARIABLES =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TZ|TMPDIR|OTEL_\w+|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no)_proxy|DOCKER_HOST)$/i;
/** Set for each service by itself. */
const OWN_VARIABLES = ['STRONGROOM_HTTP_PORT', 'STRONGROOM_METRICS_PORT', 'STRONGROOM_BOOTSTRAP_TOKEN_FILE'];

/** Credentials that nobody makes here: they are of somebody else's server. */
const CREDENTIALS_ELSEWHERE = ['SMTP_PASSWORD'];

/** What a service inherits from the environment of the supervisor: the system's settings and its own, no credentials of Strongroom. */
export function inheritedEnvironment(service: ServiceName, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = settingsOf(CONFIGS[service])
    .filter(
      ({ env: name, secret }) => (!secret && !OWN_VARIABLES.includes(name)) || CREDENTIALS_ELSEWHERE.includes(name),
    )
    .flatMap(({ env: name, secret }) => (secret ? [name, `${name}_FILE`] : [name]));
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => SYSTEM_VARIABLES.test(name) || settings.includes(name)),
  );
}

/** Whether the service seals or opens stored credentials. */
export function needsMasterKeys(service: ServiceName): boolean {
  return settingsOf(CONFIGS[service]).some(({ env }) => env === 'STRONGROOM_MASTER_KEYS');
}

/** The config class of each service. */
export const CONFIGS: Record<ServiceName, new () => ServiceConfig> = {
  gateway: GatewayConfig,
  scheduler: SchedulerConfig,
  'backup-executor': BackupExecutorConfig,
  'restore-executor': RestoreExecutorConfig,
  retention: RetentionConfig,
  notifier: NotifierConfig,
};
