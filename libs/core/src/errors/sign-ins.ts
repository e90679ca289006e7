import { define } from './define';

/** What signing in can meet. */
export const SIGN_IN_ERRORS = {
  CREDENTIALS_WRONG: define(
    'operator',
    401,
    'Email or password is wrong',
    'Check both; an administrator can set a new password with `PUT /api/v1/users/{id}/password`.',
  ),
  SIGN_IN_LOCKED: define(
    'transient',
    429,
    'Too many passwords were wrong',
    'Wait as long as `Retry-After` says, or have an administrator set a new password, which opens the lock of the account. `SIGN_IN_ATTEMPTS_PER_ACCOUNT`, `SIGN_IN_ATTEMPTS_PER_ADDRESS` and `SIGN_IN_WINDOW_MS` of the gateway are the limits.',
  ),
  SIGN_IN_BUSY: define(
    'transient',
    503,
    'Too many passwords are being checked',
    'Send the request again after `Retry-After`. If that happens without an attack, raise `PASSWORD_HASH_CONCURRENCY` or add gateways.',
  ),
  TOKEN_EXPIRED: define(
    'operator',
    401,
    'The access token has expired',
    'Get a new one with `POST /api/v1/auth/refresh`, or sign in again.',
  ),
  REFRESH_TOKEN_INVALID: define(
    'operator',
    401,
    'The session is unknown or over',
    'Sign in again with `POST /api/v1/auth/login`.',
  ),
  REFRESH_TOKEN_REUSED: define(
    'operator',
    401,
    'The refresh token was used before',
    'Sign in again. Unless a client of yours kept an old token, somebody else had it: change the password.',
  ),
  IDENTITY_UNKNOWN: define(
    'operator',
    401,
    'Nobody here is known by this identity',
    'Have an administrator create a user with your address of email; the issuer has to say that it is verified. A user who has come with another subject of the issuer keeps that until it is removed.',
  ),
  ISSUER_UNAVAILABLE: define(
    'transient',
    503,
    'The issuer does not tell its keys',
    'Read in the message what is wrong; the issuer has to answer at `/.well-known/openid-configuration`, and there with its own URL. The log of the gateway has each failure.',
  ),
  PASSWORD_CHANGE_REQUIRED: define(
    'operator',
    403,
    'The password has to be changed first',
    'Sign in with the password that was given to you, and choose your own: `POST /api/v1/auth/password`. API tokens of the user wait for it as well.',
  ),
  SESSION_REQUIRED: define(
    'operator',
    403,
    'The route is for those who signed in with their password',
    'Sign in with `POST /api/v1/auth/login`, and send its access token.',
  ),
};
