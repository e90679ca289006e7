import { define } from './define';

/** What channels and deliveries of notices can meet. */
export const NOTIFICATION_ERRORS = {
  CHANNEL_LIMIT_REACHED: define(
    'operator',
    409,
    'The organization has as many notification channels as it may',
    'Delete one that is no longer needed, or let one serve several environments; `CHANNELS_PER_ORGANIZATION` of the notifier raises the limit.',
  ),
  SMTP_NOT_CONFIGURED: define(
    'operator',
    503,
    'No mail server is set up',
    'Give the notifier `SMTP_HOST` and `SMTP_FROM`; what waits is sent then.',
  ),
  SMTP_UNREACHABLE: define(
    'transient',
    503,
    'The mail server cannot be reached, or does not take the letter now',
    'It is tried again by itself; if it stays so, look at `SMTP_HOST`, `SMTP_PORT`, `SMTP_TLS` and at the mail server.',
  ),
  SMTP_AUTH_FAILED: define(
    'operator',
    502,
    'The mail server refuses user and password',
    'Correct `SMTP_USER` and `SMTP_PASSWORD` of the notifier; what waits is sent then.',
  ),
  NOTICE_REFUSED: define(
    'operator',
    502,
    'The receiver of a notice refuses it for good',
    'Correct the channel: recipients, address, room, secret. Then test it.',
  ),
  NOTICE_UNDELIVERED: define(
    'transient',
    503,
    'The receiver of a notice does not take it now',
    'It is tried again by itself; if it stays so, look at the receiver.',
  ),
  NOTICE_ADDRESS_FORBIDDEN: define(
    'operator',
    502,
    'The address of a channel lies in a network that notices may not go to',
    'Give a public address, or have the operator of Strongroom add the network to `NOTIFY_ALLOWED_NETWORKS` of the notifier.',
  ),
  NOTICE_OUTDATED: define(
    'cancelled',
    409,
    'What a notice tells was too old already when it was first seen',
    'Nothing: see `NOTICE_MAX_AGE_MS` of the notifier.',
  ),
  CHANNEL_CLOSED: define(
    'cancelled',
    409,
    'The channel was deleted or switched off before the notice was sent',
    'Nothing: other channels get their own.',
  ),
} as const;
