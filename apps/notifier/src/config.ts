import { IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, ValidateBy } from 'class-validator';
import { SecretServiceConfig, Setting } from '@app/service';
import type { RetryPace } from './deliveries/next-step';
import { isNetwork } from './sending/networks';
import type { MailServer } from './sending/email';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of the lease: an attempt is over before another process may begin the next one. */
const ATTEMPT_SHARE = 0.8;

export const SMTP_TLS_MODES = ['starttls', 'implicit', 'none'] as const;
export type SmtpTls = (typeof SMTP_TLS_MODES)[number];

export class NotifierConfig extends SecretServiceConfig {
  @Setting({ env: 'SMTP_HOST', doc: 'Mail server that takes the letters. Without it none are sent.', optional: true })
  @IsOptional()
  @IsString()
  smtpHost?: string;

  @Setting({ env: 'SMTP_PORT', doc: 'Its port: 587 for `starttls`, 465 for `implicit`.', default: 587 })
  @IsInt()
  @Min(1)
  @Max(65_535)
  smtpPort: number;

  @Setting({
    env: 'SMTP_TLS',
    doc: '`starttls`: the connection is encrypted before anything is said, or not used. `implicit`: it begins encrypted. `none`: it is not, for a server on the same machine.',
    default: 'starttls',
    kind: 'text',
  })
  @IsIn(SMTP_TLS_MODES)
  smtpTls: SmtpTls;

  @Setting({ env: 'SMTP_USER', doc: 'User of the mail server; without it nobody signs in.', optional: true })
  @IsOptional()
  @IsString()
  smtpUser?: string;

  @Setting({ env: 'SMTP_PASSWORD', doc: 'The password of that user.', optional: true, secret: true })
  @IsOptional()
  @IsString()
  smtpPassword?: string;

  @Setting({
    env: 'SMTP_CA',
    doc: 'PEM of the authority of its certificate, where no public one has signed it.',
    optional: true,
  })
  @IsOptional()
  @IsString()
  smtpCa?: string;

  @Setting({
    env: 'SMTP_FROM',
    doc: 'Sender of the letters: `Strongroom <backups@example.com>`, or the address alone.',
    optional: true,
  })
  @IsOptional()
  @Matches(/^([^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, {
    message: 'smtpFrom must have the form name@domain or Name <name@domain>',
  })
  smtpFrom?: string;

  @Setting({
    env: 'STRONGROOM_PUBLIC_URL',
    doc: 'Address of the API as people reach it; notices then have a link.',
    optional: true,
  })
  @IsOptional()
  @Matches(/^https?:\/\/[^\s@/]+$/, { message: 'publicUrl must have the form https://host[:port]' })
  publicUrl?: string;

  @Setting({
    env: 'NOTIFY_ALLOWED_NETWORKS',
    doc: 'Networks that are not public and that channels may lead to all the same: `10.1.0.0/16,fd00::/8`. Whatever else is private, local to the machine or reserved is refused, whoever names it and however it is written.',
    default: [],
    kind: 'texts',
  })
  @IsArray()
  @ValidateBy(
    { name: 'isNetwork', validator: { validate: (text: unknown) => isNetwork(String(text)) } },
    { each: true, message: 'each of allowedNetworks must be a network such as 10.1.0.0/16' },
  )
  allowedNetworks: string[];

  @Setting({
    env: 'CHANNELS_PER_ORGANIZATION',
    doc: 'The most notification channels of one organization: every event is judged for each of them.',
    default: 50,
  })
  @IsInt()
  @Min(1)
  @Max(1_000)
  channelsPerOrganization: number;

  @Setting({
    env: 'NOTICE_MAX_AGE_MS',
    doc: 'What happened longer ago when the notifier first sees it is noted as `outdated`, and not sent: nobody wants the news of a month at once.',
    unit: 'ms',
    default: 3 * DAY_MS,
  })
  @IsInt()
  @Min(1_000)
  noticeMaxAgeMs: number;

  @Setting({
    env: 'DELIVERY_INTERVAL_MS',
    doc: 'How often it is looked for what waits for another attempt. What is new is sent at once.',
    unit: 'ms',
    default: 5_000,
  })
  @IsInt()
  @Min(10)
  deliveryIntervalMs: number;

  @Setting({
    env: 'DELIVERY_CONCURRENCY',
    doc: 'Notices that one process sends at once, of one channel one.',
    default: 10,
  })
  @IsInt()
  @Min(1)
  @Max(1_000)
  deliveryConcurrency: number;

  @Setting({
    env: 'DELIVERY_TIMEOUT_MS',
    doc: 'How long one attempt may take, from the name of the receiver to its answer; at most four fifths of `DELIVERY_LEASE_MS`.',
    unit: 'ms',
    default: 20_000,
  })
  @IsInt()
  @Min(10)
  deliveryTimeoutMs: number;

  @Setting({
    env: 'DELIVERY_LEASE_MS',
    doc: 'After that time another process takes over the attempt of one that has died.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(100)
  deliveryLeaseMs: number;

  @Setting({
    env: 'DELIVERY_RETRY_MS',
    doc: 'Wait before the second attempt. It doubles with every further one; a receiver that asks for a longer one gets it.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(10)
  deliveryRetryMs: number;

  @Setting({ env: 'DELIVERY_RETRY_MAX_MS', doc: 'The longest of these waits.', unit: 'ms', default: HOUR_MS })
  @IsInt()
  @Min(10)
  deliveryRetryMaxMs: number;

  @Setting({
    env: 'DELIVERY_GIVE_UP_MS',
    doc: 'So long after it was first to be sent a notice is given up.',
    unit: 'ms',
    default: DAY_MS,
  })
  @IsInt()
  @Min(0)
  deliveryGiveUpMs: number;

  @Setting({
    env: 'DELIVERY_RETENTION_MS',
    doc: 'How long it is kept what was sent, and what not.',
    unit: 'ms',
    default: 90 * DAY_MS,
  })
  @IsInt()
  @Min(1_000)
  deliveryRetentionMs: number;

  @Setting({
    env: 'DELIVERY_PURGE_INTERVAL_MS',
    doc: 'How often older ones are removed; 0 never.',
    unit: 'ms',
    default: HOUR_MS,
  })
  @IsInt()
  @Min(0)
  deliveryPurgeIntervalMs: number;

  get retryPace(): RetryPace {
    return { firstMs: this.deliveryRetryMs, longestMs: this.deliveryRetryMaxMs, giveUpMs: this.deliveryGiveUpMs };
  }

  get attemptTimeoutMs(): number {
    return Math.min(this.deliveryTimeoutMs, this.deliveryLeaseMs * ATTEMPT_SHARE);
  }

  /** undefined: there is none. */
  get mailServer(): MailServer | undefined {
    if (this.smtpHost === undefined || this.smtpFrom === undefined) return undefined;
    const { smtpHost: host, smtpPort: port, smtpTls: tls, smtpUser: user, smtpPassword: password, smtpCa: ca } = this;
    return { host, port, tls, user, password, ca, from: this.smtpFrom };
  }
}
