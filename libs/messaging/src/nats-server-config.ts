import type { ServiceName } from '@app/contracts';
import { natsPermissions } from './nats-permissions';

export interface NatsServerOptions {
  /** host:port */
  listen: string;
  /** Directory of the streams. */
  storeDir: string;
  users: readonly { service: ServiceName; password: string }[];
  /** Of the user `admin`, who may do everything: for provisioning and for people. */
  adminPassword: string;
  /** Most bytes that all streams together may take on disk; at least the sum of their declared sizes. */
  maxFileBytes: number;
}

export const NATS_ADMIN_USER = 'admin';
/** Long enough for the slowest answer to a question. */
const RESPONSE_WINDOW = '5m';

/** The text of a nats-server configuration with one user per service. It holds the passwords: store it with mode 0600. */
export function natsServerConfig({ listen, storeDir, users, adminPassword, maxFileBytes }: NatsServerOptions): string {
  return [
    `listen: ${quote(listen)}`,
    `max_payload: ${1024 * 1024}`,
    `jetstream {`,
    `  store_dir: ${quote(storeDir)}`,
    `  max_file_store: ${maxFileBytes}`,
    `}`,
    `authorization {`,
    `  users = [`,
    `    { user: ${quote(NATS_ADMIN_USER)}, password: ${quote(adminPassword)} }`,
    ...users.flatMap(({ service, password }) => userLines(service, password)),
    `  ]`,
    `}`,
    ``,
  ].join('\n');
}

function userLines(service: ServiceName, password: string): string[] {
  const { publish, subscribe, responds } = natsPermissions(service);
  return [
    `    {`,
    `      user: ${quote(service)}`,
    `      password: ${quote(password)}`,
    `      permissions: {`,
    `        publish: [${publish.map(quote).join(', ')}]`,
    `        subscribe: [${subscribe.map(quote).join(', ')}]`,
    ...(responds ? [`        allow_responses: { max: 1, expires: ${quote(RESPONSE_WINDOW)} }`] : []),
    `      }`,
    `    }`,
  ];
}

function quote(text: string): string {
  if (/["\\\n\r]/.test(text))
    throw new Error('a value of the NATS configuration holds a quote, a backslash or a line break');
  return `"${text}"`;
}
