import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  registerDecorator,
} from 'class-validator';
import { SecretBox } from '@app/secrets';
import { Setting } from './setting';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const HTTP_ADDRESS = /^https?:\/\/\S+$/;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What every service is told. A service extends it with its own settings. */
export class ServiceConfig {
  @Setting({
    env: 'STRONGROOM_DATABASE_URL',
    doc: "Address of PostgreSQL with the service's own role: `postgres://role:password@host:port/strongroom`.",
    secret: true,
  })
  @Matches(/^postgres(ql)?:\/\/[^@/]+@[^/]+\/.+/, {
    message: 'databaseUrl must have the form postgres://role:password@host:port/database',
  })
  databaseUrl: string;

  @Setting({
    env: 'STRONGROOM_NATS_URL',
    doc: "Address of NATS with the service's own user: `nats://user:password@host:port[,…]`.",
    secret: true,
  })
  @Matches(/^nats:\/\/\S+$/, { message: 'natsUrl must have the form nats://user:password@host:port[,…]' })
  natsUrl: string;

  @Setting({
    env: 'STRONGROOM_HTTP_PORT',
    doc: 'Port of the health answers, and of the API in the gateway; 0 chooses a free one. Default: gateway 8000, scheduler 8001, backup-executor 8002, restore-executor 8003, retention 8004, notifier 8005.',
    optional: true,
    kind: 'number',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(65535)
  httpPort?: number;

  @Setting({ env: 'STRONGROOM_HTTP_HOST', doc: 'Address that the port is opened on.', default: '127.0.0.1' })
  @IsString()
  httpHost: string;

  @Setting({
    env: 'STRONGROOM_CLOCK',
    doc: 'For demonstrations only: lets schedules and retention see time pass faster, as `{start}@{anchor}x{rate}`: at the real moment `anchor` it is `start`, and every second is `rate` seconds. The same for all services.',
    optional: true,
  })
  @IsOptional()
  @Matches(/^\d{4}-[-0-9T:.]+Z@\d{4}-[-0-9T:.]+Zx\d+$/)
  clock?: string;

  @Setting({ env: 'STRONGROOM_LOG_LEVEL', doc: `One of ${LOG_LEVELS.join(', ')}.`, default: 'info', kind: 'text' })
  @IsIn(LOG_LEVELS)
  logLevel: LogLevel;

  @Setting({
    env: 'STRONGROOM_METRICS_PORT',
    doc: 'Port of the metrics for Prometheus, at `/metrics`; 0 chooses a free one. Without it there are none.',
    optional: true,
    kind: 'number',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(65535)
  metricsPort?: number;

  @Setting({
    env: 'STRONGROOM_METRICS_HOST',
    doc: 'Address that the port of the metrics is opened on. Nobody has to sign in there.',
    default: '127.0.0.1',
  })
  @IsString()
  metricsHost: string;

  @Setting({
    env: 'METRICS_TIMEOUT_MS',
    doc: 'How long database and broker are asked for the values of metrics before these are left out.',
    unit: 'ms',
    default: 5_000,
  })
  @IsInt()
  @Min(10)
  metricsTimeoutMs: number;

  @Setting({
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    doc: 'Collector that traces are sent to by OTLP over HTTP, such as `http://collector:4318`. Without it none are kept. The other standard variables of OpenTelemetry count as well: [observability.md](observability.md).',
    optional: true,
  })
  @IsOptional()
  @Matches(HTTP_ADDRESS, { message: 'otlpEndpoint must begin with http:// or https://' })
  otlpEndpoint?: string;

  @Setting({
    env: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    doc: 'The same for traces alone, with the whole path: `http://collector:4318/v1/traces`.',
    optional: true,
  })
  @IsOptional()
  @Matches(HTTP_ADDRESS, { message: 'otlpTracesEndpoint must begin with http:// or https://' })
  otlpTracesEndpoint?: string;

  @Setting({ env: 'OTEL_SDK_DISABLED', doc: 'true: no trace is kept, whatever the endpoint.', default: false })
  @IsBoolean()
  otelDisabled: boolean;

  @Setting({
    env: 'HEALTH_TIMEOUT_MS',
    doc: 'How long PostgreSQL and NATS may take to answer before `/health/ready` says that they do not.',
    unit: 'ms',
    default: 2_000,
  })
  @IsInt()
  @Min(10)
  healthTimeoutMs: number;

  @Setting({
    env: 'HEALTH_CACHE_MS',
    doc: 'How long an answer of `/health/ready` serves for further questions.',
    unit: 'ms',
    default: 1_000,
  })
  @IsInt()
  @Min(0)
  healthCacheMs: number;

  @Setting({
    env: 'RETRY_DELAYS_MS',
    doc: 'Waits before the retries of failed work; as many retries as there are numbers.',
    unit: 'ms',
    default: [0, 60_000, 300_000],
  })
  @IsArray()
  @IsInt({ each: true })
  @Min(0, { each: true })
  retryDelaysMs: number[];

  @Setting({
    env: 'ACK_WAIT_MS',
    doc: 'How long the broker waits for a sign of life before it hands a message to another process. Provisioning writes it into the consumers: use the same value everywhere.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(500)
  ackWaitMs: number;

  @Setting({ env: 'MAX_JOBS', doc: 'Commands that one process works on at once, of all kinds together.', default: 10 })
  @IsInt()
  @Min(1)
  maxJobs: number;

  @Setting({
    env: 'SHUTDOWN_GRACE_MS',
    doc: 'How long running work may go on after SIGTERM before it is handed back.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(0)
  shutdownGraceMs: number;

  @Setting({
    env: 'OUTBOX_POLL_MS',
    doc: 'How often the outbox is looked at when no notification comes.',
    unit: 'ms',
    default: 1_000,
  })
  @IsInt()
  @Min(10)
  outboxPollMs: number;

  @Setting({
    env: 'OUTBOX_RETENTION_MS',
    doc: 'How long published messages stay in the outbox.',
    unit: 'ms',
    default: 7 * DAY_MS,
  })
  @IsInt()
  @Min(0)
  outboxRetentionMs: number;

  /** Where traces go; undefined: nowhere. */
  get tracesUrl(): string | undefined {
    if (this.otelDisabled) return undefined;
    const base = this.otlpEndpoint?.replace(/\/+$/, '');
    return this.otlpTracesEndpoint ?? (base && `${base}/v1/traces`);
  }
}

/** Of the services that seal or open secrets; their modules get a `SecretBox` injected. */
export class SecretServiceConfig extends ServiceConfig {
  @Setting({
    env: 'STRONGROOM_MASTER_KEYS',
    doc: 'Keys that seal secrets: `id:base64 of 32 bytes[,id:…]`; the first one seals, all of them open.',
    secret: true,
  })
  @IsMasterKeys()
  masterKeys: string;
}

function IsMasterKeys(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isMasterKeys',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => masterKeyProblem(value) === undefined,
        defaultMessage: (args) => `${args!.property}: ${masterKeyProblem(args!.value)}`,
      },
    });
}

function masterKeyProblem(value: unknown): string | undefined {
  try {
    SecretBox.fromMasterKeys(String(value));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
