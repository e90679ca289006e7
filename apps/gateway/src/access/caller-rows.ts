/** What every way to sign in asks the tables about a user: one statement for the user, the roles and the state. */
import type { Assignment, Caller, SignedInBy } from './is-allowed';

/** The columns of `CallerRow`, for a query in which the users are called `u`. */
export const CALLER_COLUMNS = `
  u.id AS user_id, u.name AS user_name,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('role', r.role, 'organization_id', r.organization_id, 'project_id', r.project_id))
              FROM role_assignments r WHERE r.user_id = u.id), '[]') AS assignments`;

export interface CallerRow {
  user_id: string;
  user_name: string;
  assignments: Assignment[];
}

export function callerFrom(
  { user_id, user_name, assignments }: CallerRow,
  credential: { tokenId: string; signedInBy: SignedInBy } & Partial<Caller>,
): Caller {
  return { userId: user_id, userName: user_name, assignments, ...credential };
}
