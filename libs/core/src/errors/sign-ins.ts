import { define } from './define';

/** What signing in can meet. */
export const SIGN_IN_ERRORS = {
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
