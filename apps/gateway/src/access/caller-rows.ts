/** What every way to sign in asks the tables about a user: one statement for the user, the roles and the state. */
import { queryStatement, type Statement } from '@app/database';
import type { DataSource } from 'typeorm';
import type { Assignment, Caller, Scope, SignedInBy } from './is-allowed';
import { type NamedThing, scopeExpression } from './scope-lookup';

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

/** Who calls, and where the thing is that the request names. */
export interface CallerAt {
  caller: Caller;
  /** undefined: the request names none, or there is no such thing. */
  scope: Scope | undefined;
}

/** The caller that the statement finds, and with it, as of the same moment, the scope of the thing that the request names. */
export async function findCaller<Row extends object>(
  dataSource: DataSource,
  { name, text }: Statement & { name: string },
  values: readonly unknown[],
  named: NamedThing | undefined,
): Promise<(Row & { scope?: Scope | null }) | undefined> {
  const [row] =
    named === undefined
      ? await queryStatement<Row>(dataSource, { name, text }, values)
      : await queryStatement<Row & { scope: Scope | null }>(
          dataSource,
          {
            name: `${name} at ${named.thing}`,
            text: `SELECT found.*, ${scopeExpression(named.thing, `$${values.length + 1}`)} AS scope FROM (${text}) found`,
          },
          [...values, named.id],
        );
  return row;
}

export function callerFrom(
  { user_id, user_name, assignments }: CallerRow,
  credential: { tokenId: string; signedInBy: SignedInBy } & Partial<Caller>,
): Caller {
  return { userId: user_id, userName: user_name, assignments, ...credential };
}
