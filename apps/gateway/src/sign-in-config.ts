import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { StorageServiceConfig, Setting } from '@app/service';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How people sign in to the gateway. */
export class SignInConfig extends StorageServiceConfig {
  @Setting({
    env: 'ACCESS_TOKEN_TTL_MS',
    doc: 'How long an access token of a sign-in lasts until it has to be refreshed.',
    unit: 'ms',
    default: 10 * MINUTE_MS,
  })
  @IsInt()
  @Min(1_000)
  @Max(DAY_MS)
  accessTokenTtlMs: number;

  @Setting({
    env: 'SESSION_TTL_MS',
    doc: 'How long a session lasts at most; then the password is asked for again.',
    unit: 'ms',
    default: 30 * DAY_MS,
  })
  @IsInt()
  @Min(1_000)
  sessionTtlMs: number;

  @Setting({
    env: 'SESSION_IDLE_MS',
    doc: 'A session that is not refreshed for so long ends.',
    unit: 'ms',
    default: 7 * DAY_MS,
  })
  @IsInt()
  @Min(1_000)
  sessionIdleMs: number;

  @Setting({
    env: 'REFRESH_GRACE_MS',
    doc: 'How long a refresh may be repeated whose answer was lost; later the use of an old refresh token ends the session.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(0)
  refreshGraceMs: number;

  @Setting({
    env: 'SIGNING_KEY_MAX_AGE_MS',
    doc: 'The key that signs access tokens is replaced when it is so old.',
    unit: 'ms',
    default: 30 * DAY_MS,
  })
  @IsInt()
  @Min(MINUTE_MS)
  signingKeyMaxAgeMs: number;

  @Setting({ env: 'PASSWORD_MIN_LENGTH', doc: 'The fewest characters of a new password.', default: 12 })
  @IsInt()
  @Min(8)
  @Max(64)
  passwordMinLength: number;

  @Setting({
    env: 'PASSWORD_HASH_MEMORY_KIB',
    doc: 'Memory that argon2id takes for one password. A stored hash follows at the next sign-in.',
    unit: 'KiB',
    default: 19_456,
  })
  @IsInt()
  @Min(8)
  passwordHashMemoryKib: number;

  @Setting({ env: 'PASSWORD_HASH_PASSES', doc: 'Passes that argon2id makes over its memory.', default: 2 })
  @IsInt()
  @Min(1)
  passwordHashPasses: number;

  @Setting({
    env: 'PASSWORD_HASH_CONCURRENCY',
    doc: 'Passwords that one gateway checks at once. Each takes a thread of the pool of Node (4 unless `UV_THREADPOOL_SIZE` says otherwise).',
    default: 2,
  })
  @IsInt()
  @Min(1)
  passwordHashConcurrency: number;

  @Setting({
    env: 'PASSWORD_HASH_QUEUE',
    doc: 'Passwords that may wait for their check in one gateway; who comes then is told to come again.',
    default: 100,
  })
  @IsInt()
  @Min(0)
  passwordHashQueue: number;

  @Setting({
    env: 'SIGN_IN_ATTEMPTS_PER_ACCOUNT',
    doc: 'Wrong passwords for one address of email within `SIGN_IN_WINDOW_MS`, over all gateways, until no more is tried.',
    default: 5,
  })
  @IsInt()
  @Min(1)
  signInAttemptsPerAccount: number;

  @Setting({
    env: 'SIGN_IN_ATTEMPTS_PER_ADDRESS',
    doc: 'Wrong passwords from one IP address (of IPv6: one /64) within `SIGN_IN_WINDOW_MS`, over all gateways, until no more is tried.',
    default: 50,
  })
  @IsInt()
  @Min(1)
  signInAttemptsPerAddress: number;

  @Setting({
    env: 'SIGN_IN_WINDOW_MS',
    doc: 'The time that wrong passwords are counted over, from the first one; a lock ends with it.',
    unit: 'ms',
    default: 15 * MINUTE_MS,
  })
  @IsInt()
  @Min(1_000)
  signInWindowMs: number;

  @Setting({
    env: 'OIDC_TIMEOUT_MS',
    doc: 'How long an OIDC issuer may take to tell its keys.',
    unit: 'ms',
    default: 5_000,
  })
  @IsInt()
  @Min(1)
  oidcTimeoutMs: number;

  @Setting({
    env: 'OIDC_MAX_BYTES',
    doc: 'The most that is read of an answer of an OIDC issuer.',
    unit: 'bytes',
    default: 256 * 1024,
  })
  @IsInt()
  @Min(1_024)
  oidcMaxBytes: number;

  @Setting({
    env: 'OIDC_KEYS_MAX_AGE_MS',
    doc: 'How long the keys of an OIDC issuer are kept before they are asked for again.',
    unit: 'ms',
    default: 10 * MINUTE_MS,
  })
  @IsInt()
  @Min(0)
  oidcKeysMaxAgeMs: number;

  @Setting({
    env: 'OIDC_KEYS_COOLDOWN_MS',
    doc: 'A key that is not known has the keys of its issuer asked for at most once in this time.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(0)
  oidcKeysCooldownMs: number;

  @Setting({
    env: 'OIDC_CLOCK_TOLERANCE_MS',
    doc: 'How far the clock of an OIDC issuer may be off.',
    unit: 'ms',
    default: 30_000,
  })
  @IsInt()
  @Min(0)
  oidcClockToleranceMs: number;

  @Setting({
    env: 'OIDC_ALLOW_HTTP',
    doc: 'Whether an OIDC issuer may be reached without TLS; for trials on one machine.',
    default: false,
  })
  @IsBoolean()
  oidcAllowHttp: boolean;
}
