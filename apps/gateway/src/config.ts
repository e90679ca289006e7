import { isIP } from 'node:net';
import { IsArray, IsInt, IsOptional, IsString, Matches, Max, Min, ValidateBy } from 'class-validator';
import { Setting } from '@app/service';
import { AskingConfig } from './asking-config';

const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** The settings of the gateway: those of every service that opens storages, and its own. */
export class GatewayConfig extends AskingConfig {
  @Setting({
    env: 'AUDIT_RETENTION_DAYS',
    doc: 'How long the audit log is kept; 0 for ever.',
    unit: 'days',
    default: 730,
  })
  @IsInt()
  @Min(0)
  @Max(36_500)
  auditRetentionDays: number;

  @Setting({
    env: 'STRONGROOM_BOOTSTRAP_TOKEN_FILE',
    doc: 'File that gets the admin token of a new installation, readable by its owner only. Without it the token is printed once on stdout.',
    optional: true,
  })
  @IsOptional()
  @IsString()
  bootstrapTokenFile?: string;

  @Setting({
    env: 'RECONCILE_INTERVAL_MS',
    doc: 'How often commands are looked for that got lost on their way; 0 never.',
    unit: 'ms',
    default: 300_000,
  })
  @IsInt()
  @Min(0)
  reconcileIntervalMs: number;

  @Setting({
    env: 'RECONCILE_AFTER_MS',
    doc: 'How long a task may wait without any news before its command is sent once more if the broker has lost it. Less than `OUTBOX_RETENTION_MS`.',
    unit: 'ms',
    default: 900_000,
  })
  @IsInt()
  @Min(0)
  reconcileAfterMs: number;

  @Setting({
    env: 'KEEP_REPLACED_SECONDS',
    doc: 'How long a restore in place keeps what it has replaced for an undo, unless the request says so; 0 not at all.',
    unit: 's',
    default: 3600,
  })
  @IsInt()
  @Min(0)
  @Max(30 * 24 * 3600)
  keepReplacedSeconds: number;

  @Setting({
    env: 'BACKUP_RATE_LIMIT',
    doc: 'How many manual backups a user may ask for from one address within `BACKUP_RATE_WINDOW_MS`, over all gateways; 0 without limit. Whatever is asked for by hand is manual, save insurance backups.',
    default: 10,
  })
  @IsInt()
  @Min(0)
  @Max(1000)
  backupRateLimit: number;

  @Setting({
    env: 'BACKUP_RATE_WINDOW_MS',
    doc: 'The time that `BACKUP_RATE_LIMIT` and `INSURANCE_RATE_LIMIT` are counted over.',
    unit: 'ms',
    default: 3_600_000,
  })
  @IsInt()
  @Min(1)
  backupRateWindowMs: number;

  @Setting({
    env: 'INSURANCE_RATE_LIMIT',
    doc: 'How many insurance backups (`pre_restore`, `pre_upgrade`, `pre_destroy`) a user may ask for from one address within `BACKUP_RATE_WINDOW_MS`, over all gateways; 0 without limit.',
    default: 60,
  })
  @IsInt()
  @Min(0)
  @Max(1000)
  insuranceRateLimit: number;

  @Setting({
    env: 'QUOTA_WARNING_PERCENT',
    doc: 'The share of the backup storage of its plan from which an organization is warned.',
    unit: '%',
    default: 80,
  })
  @IsInt()
  @Min(1)
  @Max(99)
  quotaWarningPercent: number;

  @Setting({
    env: 'QUOTA_REMINDER_MS',
    doc: 'While schedules go on over the quota of a plan, `quota.exceeded` is told again after this time; 0: at the crossing only.',
    unit: 'ms',
    default: 20 * 3_600_000,
  })
  @IsInt()
  @Min(0)
  quotaReminderMs: number;

  @Setting({
    env: 'IDEMPOTENCY_TTL_MS',
    doc: 'How long an `Idempotency-Key` and the answer to its request are remembered.',
    unit: 'ms',
    default: 86_400_000,
  })
  @IsInt()
  @Min(1)
  idempotencyTtlMs: number;

  @Setting({
    env: 'TRUST_PROXY',
    doc: 'The proxies before the gateway whose `X-Forwarded-For` is believed: addresses, networks (`10.0.0.0/8`), `loopback`, `linklocal` or `uniquelocal`, with commas. Without any the address of a caller is that of the socket.',
    default: [],
    kind: 'texts',
  })
  @IsArray()
  @IsProxy({ each: true })
  trustedProxies: string[];

  @Setting({
    env: 'STRONGROOM_NATS_ISSUER_SEED',
    doc: 'Seed of the key that the configuration of NATS names as issuer of its `auth_callout`. Without it no event credentials can be made.',
    secret: true,
    optional: true,
  })
  @IsOptional()
  @Matches(/^SA[A-Z2-7]{56}$/, { message: 'natsIssuerSeed must be the seed of an account: SA…' })
  natsIssuerSeed?: string;

  @Setting({
    env: 'STRONGROOM_EVENTS_URL',
    doc: 'Address of NATS as outside systems reach it, told with new event credentials. Default: that of `STRONGROOM_NATS_URL`.',
    optional: true,
  })
  @IsOptional()
  @Matches(/^(nats|tls|wss?):\/\/[^\s@]+$/, {
    message: 'eventsUrl must have the form nats://host:port, without a user',
  })
  eventsUrl?: string;

  @Setting({
    env: 'EVENT_CONNECTION_MAX_AGE_MS',
    doc: 'How long a connection with event credentials lasts until NATS has it connect again: so long may one go on whose credential is revoked.',
    unit: 'ms',
    default: 300_000,
  })
  @IsInt()
  @Min(1_000)
  eventConnectionMaxAgeMs: number;

  @Setting({
    env: 'HTTP_MAX_BODY_BYTES',
    doc: 'The largest body of a request; a larger one is refused with `BODY_TOO_LARGE`.',
    unit: 'bytes',
    default: 1024 * 1024,
  })
  @IsInt()
  @Min(1024)
  httpMaxBodyBytes: number;

  @Setting({
    env: 'HTTP_HEADERS_TIMEOUT_MS',
    doc: 'How long a client may take to send the head of a request. Node looks every 30 seconds.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(100)
  httpHeadersTimeoutMs: number;

  @Setting({
    env: 'HTTP_REQUEST_TIMEOUT_MS',
    doc: 'How long a client may take to send a whole request. Node looks every 30 seconds.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(100)
  httpRequestTimeoutMs: number;

  @Setting({
    env: 'HTTP_KEEP_ALIVE_MS',
    doc: 'How long a connection waits for its next request; longer than a proxy before the gateway waits.',
    unit: 'ms',
    default: 75_000,
  })
  @IsInt()
  @Min(0)
  httpKeepAliveMs: number;

  @Setting({
    env: 'HTTP_MAX_REQUESTS_PER_CONNECTION',
    doc: 'After so many requests a connection is closed, so that clients spread anew over the gateways; 0 never.',
    default: 10_000,
  })
  @IsInt()
  @Min(0)
  httpMaxRequestsPerConnection: number;

  @Setting({
    env: 'SSE_MAX_STREAMS_PER_CALLER',
    doc: 'How many event streams one user may hold open at one gateway.',
    default: 20,
  })
  @IsInt()
  @Min(1)
  sseMaxStreamsPerCaller: number;

  @Setting({
    env: 'SSE_HEARTBEAT_MS',
    doc: 'How often an event stream shows a sign of life; a client that takes nothing of what it has missed for so long is cut off.',
    unit: 'ms',
    default: 15_000,
  })
  @IsInt()
  @Min(100)
  sseHeartbeatMs: number;

  @Setting({
    env: 'SSE_RECHECK_MS',
    doc: 'How often the tokens and roles of open event streams are looked up again.',
    unit: 'ms',
    default: 10_000,
  })
  @IsInt()
  @Min(100)
  sseRecheckMs: number;

  @Setting({
    env: 'SSE_PROGRESS_INTERVAL_MS',
    doc: 'An event stream tells the progress of a task at most once in this time.',
    unit: 'ms',
    default: 1_000,
  })
  @IsInt()
  @Min(10)
  sseProgressIntervalMs: number;

  @Setting({
    env: 'SSE_MAX_BUFFER_BYTES',
    doc: 'What may wait for a slow client of an event stream before it is cut off; it then resumes by itself.',
    unit: 'bytes',
    default: 1024 * 1024,
  })
  @IsInt()
  @Min(1024)
  sseMaxBufferBytes: number;

  @Setting({
    env: 'METRICS_MAX_ENVIRONMENTS',
    doc: 'For how many environments the metrics tell the last backup; `strongroom_environments_untold` counts those beyond it.',
    default: 5_000,
  })
  @IsInt()
  @Min(1)
  metricsMaxEnvironments: number;

  @Setting({
    env: 'STRONGROOM_PUBLIC_URL',
    doc: 'Address of the API as clients reach it, in the download addresses that it gives. Default: what the request has asked, which behind a proxy with TLS is not the right one.',
    optional: true,
  })
  @IsOptional()
  @Matches(/^https?:\/\/[^\s@/]+$/, { message: 'publicUrl must have the form https://host[:port]' })
  publicUrl?: string;
}

function IsProxy(options: { each: true }): PropertyDecorator {
  const message = `each of $property must be an address, a network or one of ${NAMED_NETWORKS.join(', ')}`;
  return ValidateBy({ name: 'isProxy', validator: { validate: isProxy, defaultMessage: () => message } }, options);
}

function isProxy(value: string): boolean {
  const [address, bits, ...rest] = value.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address!)]!;
  const fits = bits === undefined ? most > 0 : /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most;
  return NAMED_NETWORKS.includes(value) || (fits && rest.length === 0);
}
