import type { WalkedRoute } from '../walked-route';
import { API_TOKENS } from './api-tokens';
import { AUDIT } from './audit';
import { BACKUPS } from './backups';
import { DEAD_LETTERS } from './dead-letters';
import { DESCRIPTION } from './description';
import { ENCRYPTION_KEYS } from './encryption-keys';
import { ENVIRONMENTS } from './environments';
import { DOWNLOADS } from './downloads';
import { EVENT_CREDENTIALS } from './event-credentials';
import { EVENTS } from './events';
import { NOTIFICATIONS } from './notifications';
import { OIDC_ISSUERS } from './oidc-issuers';
import { ORGANIZATIONS } from './organizations';
import { POLICIES } from './policies';
import { PROJECTS } from './projects';
import { RESTORES } from './restores';
import { RETENTION } from './retention';
import { ROLE_ASSIGNMENTS } from './role-assignments';
import { SERVERS } from './servers';
import { SIGN_IN } from './sign-in';
import { STORAGE_CONFIGS } from './storage-configs';
import { TASKS } from './tasks';
import { USERS } from './users';

export const WALKED_ROUTES: readonly WalkedRoute[] = [
  ...DESCRIPTION,
  ...ORGANIZATIONS,
  ...AUDIT,
  ...EVENT_CREDENTIALS,
  ...NOTIFICATIONS,
  ...PROJECTS,
  ...SERVERS,
  ...ENVIRONMENTS,
  ...USERS,
  ...SIGN_IN,
  ...OIDC_ISSUERS,
  ...ROLE_ASSIGNMENTS,
  ...API_TOKENS,
  ...STORAGE_CONFIGS,
  ...ENCRYPTION_KEYS,
  ...BACKUPS,
  ...POLICIES,
  ...DOWNLOADS,
  ...RETENTION,
  ...RESTORES,
  ...TASKS,
  ...DEAD_LETTERS,
  ...EVENTS,
];
