import * as contracts from '@app/contracts';
import { type CommandDefinition, CONSUMERS, eventSubject, type RpcDefinition, SERVICES, STREAMS } from '@app/contracts';
import { ERRORS } from '@app/core';
import { EVENTS } from '@app/messaging';
import { configurationReference } from '@app/service';
import { declaredMetrics } from '@app/telemetry';
import { describeApi } from '../../apps/gateway/src/describe-api';
import { CONFIGS } from '../embedded/settings';
import { accessPage } from './access-page';
import { describeEvents } from './asyncapi';
import { clientTypes } from './client-types';
import { MADE, code, row, table } from './markdown';

type Definition = CommandDefinition<object> | RpcDefinition<object, object>;

/** Every page below docs/ that is made from the code, with its text. */
export async function generatedPages(): Promise<Map<string, string>> {
  const openApi = `${JSON.stringify(await describeApi(), null, 2)}\n`;
  return new Map([
    ['errors.md', errorsPage()],
    ['access.md', accessPage()],
    ['configuration.md', configurationPage()],
    ['messages.md', messagesPage()],
    ['metrics.md', metricsPage()],
    ['asyncapi.json', `${JSON.stringify(describeEvents(), null, 2)}\n`],
    ['openapi.json', openApi],
    ['openapi.d.ts', await clientTypes(openApi)],
  ]);
}

function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, { kind, status, title, remedy }]) =>
    row([`\`${code}\``, kind, String(status), title, remedy]),
  );
  return [
    MADE,
    '# Errors',
    '',
    'A failed request answers with a problem document (RFC 9457) that carries the code; a failed task carries it in `error`. The kind says who',
    'must act: `operator` somebody mends something first, `transient` it is tried again by itself, `bug` report it, `cancelled` nobody.',
    '',
    table(['code', 'kind', 'HTTP', 'what happened', 'what to do'], rows),
  ].join('\n');
}

function configurationPage(): string {
  const configs = SERVICES.map((service) => ({ service, config: CONFIGS[service] }));
  return [
    MADE,
    '# Configuration',
    '',
    'Every service reads environment variables when it starts, and exits with 78 and one message that names all problems when they are wrong.',
    'Instead of a variable `NAME`, `NAME_FILE` may name a file that holds the value.',
    '',
    '## Services',
    '',
    configurationReference(configs),
    '## `npm start`, `npm run demo`, `npm run bench`',
    '',
    table(['variable', 'default', 'meaning'], EMBEDDED.map(row)),
    'What is set for the services (above) is handed to them, save addresses, passwords and keys, which are made.',
    '',
  ].join('\n');
}

const EMBEDDED = [
  ['`STRONGROOM_HOME`', '`.strongroom`', 'Folder of all data.'],
  [
    '`STRONGROOM_POSTGRES_ADMIN_URL`',
    '',
    'An existing PostgreSQL (15 or newer) to use instead of a private one: `postgres://user:password@host:port/postgres`; the user may create databases and roles.',
  ],
  [
    '`STRONGROOM_NATS_ADMIN_URL`',
    '',
    'An existing NATS server (2.10 or newer, with JetStream) to use instead of a private one. The services share its user.',
  ],
  ['`STRONGROOM_POSTGRES_BIN`', 'found', 'Folder of `initdb` and `postgres`.'],
  ['`STRONGROOM_NATS_SERVER`', 'found', 'The program `nats-server`.'],
  [
    '`STRONGROOM_ADMIN_TOKEN`',
    '',
    'The admin token, for the demo on a folder whose token was shown at an earlier start.',
  ],
];

function metricsPage(): string {
  const teller = {
    all: 'all',
    gateway: 'gateway',
    scheduler: 'scheduler',
    retention: 'retention',
    notifier: 'notifier',
    executors: 'both executors',
  };
  return [
    MADE,
    '# Metrics',
    '',
    'Each process tells them at `/metrics` of `STRONGROOM_METRICS_PORT`, beside those of Node.js itself (`process_*`, `nodejs_*`). What each replica',
    'tells the same is a fact about all of them: take its `max`, not its `sum`. [observability.md](observability.md) tells how to use them.',
    '',
    table(
      ['metric', 'type', 'labels', 'told by', 'meaning'],
      declaredMetrics.map(({ name, type, labels, toldBy, help }) =>
        row([code(name), type, labels.map(code).join(' '), teller[toldBy], help]),
      ),
    ),
  ].join('\n');
}

function messagesPage(): string {
  const definitions = Object.values<unknown>(contracts).filter(isDefinition);
  const commands = definitions.filter((definition) => definition.kind === 'command');
  const questions = definitions.filter((definition) => definition.kind === 'rpc');
  return [
    MADE,
    '# Messages',
    '',
    'Defined in `libs/contracts`. Within a version fields are only added. Events are CloudEvents 1.0 (JSON, structured) of the type',
    '`strongroom.{name}.v{version}`; their subject begins with the organization, so that a subscriber can be given its own only:',
    '[events.md](events.md) tells how to listen, [asyncapi.json](asyncapi.json) what each one holds.',
    '',
    '## Streams',
    '',
    table(
      ['stream', 'subjects', 'retention', 'kept'],
      Object.values<contracts.StreamDefinition>(STREAMS).map(({ name, subjects, retention, maxAgeMs }) =>
        row([
          name,
          subjects.map(code).join(' '),
          retention,
          maxAgeMs === 0 ? 'until done' : `${maxAgeMs / 86_400_000} days`,
        ]),
      ),
    ),
    '## Consumers',
    '',
    table(
      ['durable', 'stream', 'service', 'filters'],
      Object.values<contracts.ConsumerDefinition>(CONSUMERS).map(({ durable, stream, service, filterSubjects }) =>
        row([durable, stream, service, filterSubjects.map(code).join(' ')]),
      ),
    ),
    '## Commands',
    '',
    table(
      ['name', 'version', 'subject'],
      commands.map(({ name, version, subject }) => row([name, String(version), code(subject)])),
    ),
    '## Events',
    '',
    table(
      ['name', 'version', 'subject'],
      EVENTS.map((event) => row([event.name, String(event.version), code(eventSubject(event, '{organization_id}'))])),
    ),
    '## Questions (core NATS request and reply)',
    '',
    table(
      ['name', 'subject'],
      questions.map(({ name, subject }) => row([name, code(subject)])),
    ),
  ].join('\n');
}

function isDefinition(value: unknown): value is Definition {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['command', 'rpc'].includes(String((value as { kind?: unknown }).kind))
  );
}
