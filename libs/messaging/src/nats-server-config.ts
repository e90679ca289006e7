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
  /**
   * Public key of who decides about all other users (`issuerOf`): the credentials that organizations have for their
   * events. Without it there are no other users.
   */
  issuer?: string;
  /** Most bytes that all streams together may take on disk; at least the sum of their declared sizes. */
  maxFileBytes: number;
}

export const NATS_ADMIN_USER = 'admin';
/** Long enough for the slowest answer to a question. */
const RESPONSE_WINDOW = '5m';
/** How long the server waits for what a new connection says about itself, and for the verdict on it. */
const ADMISSION_WINDOW_S = 3;

/** The text of a nats-server configuration with one user per service. It holds the passwords: store it with mode 0600. */
export function natsServerConfig(options: NatsServerOptions): string {
  const { listen, storeDir, users, adminPassword, issuer, maxFileBytes } = options;
  const known = [NATS_ADMIN_USER, ...users.map(({ service }) => service)];
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
    ...(issuer === undefined ? [] : calloutLines(issuer, known)),
    `}`,
    ``,
  ].join('\n');
}

/** The users that are named here are never asked about, so that no service waits for the gateway. */
function calloutLines(issuer: string, known: readonly string[]): string[] {
  return [
    `  timeout: ${ADMISSION_WINDOW_S}`,
    `  auth_callout {`,
    `    issuer: ${quote(issuer)}`,
    `    auth_users: [${known.map(quote).join(', ')}]`,
    `  }`,
  ];
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
