import { define } from './define';

/** What giving and taking roles can meet. */
export const ROLE_ERRORS = {
  ROLE_ABOVE_OWN: define(
    'operator',
    403,
    'The role may do more than whoever gives or takes it',
    'Ask somebody whose own role, and token, may do all that the role may; `details` name what is lacking.',
  ),
  LAST_OWNER: define(
    'operator',
    409,
    'An organization keeps an org_owner, and the portal a portal_admin',
    'Give the role to somebody else first.',
  ),
};
