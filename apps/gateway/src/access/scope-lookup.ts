/** To which organization and project a thing belongs. */
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StrongroomError } from '@app/core';
import { type Caller, mayKnowOf, requireAllowed, type Scope } from './is-allowed';
import type { Permission } from './roles';

/** The table of each kind of thing, and what says there to which organization and project it belongs. */
const PLACES = {
  organization: ['organizations', 'id', 'NULL'],
  project: ['projects', 'organization_id', 'id'],
  server: ['servers', 'organization_id', 'NULL'],
  environment: ['environments', 'organization_id', 'project_id'],
  'storage config': ['storage_configs', 'organization_id', 'NULL'],
  // what belongs to no organization is for the portal alone: no role is in an organization of this id
  'role assignment': ['role_assignments', 'COALESCE(organization_id, id)', 'NULL'],
  backup: ['backups', 'organization_id', 'project_id'],
  restore: ['restores', 'organization_id', 'project_id'],
  'dead letter': ['dead_letters', 'COALESCE(organization_id, id)', 'project_id'],
  task: ['tasks', 'organization_id', 'project_id'],
} as const;
export type Thing = keyof typeof PLACES;

/** A thing as a request names it. */
export interface NamedThing {
  thing: Thing;
  id: string;
}

/**
 * The `Scope` of a thing as an expression of SQL; NULL: there is no such thing.
 * @param id the parameter that its id is, such as `$1`
 */
export function scopeExpression(thing: Thing, id: string): string {
  const [table, organization, project] = PLACES[thing];
  const scope = `json_build_object('organizationId', ${organization}, 'projectId', ${project})`;
  return `(SELECT json_strip_nulls(${scope}) FROM ${table} WHERE id = ${id})`;
}

@Injectable()
export class ScopeLookup {
  constructor(private readonly dataSource: DataSource) {}

  /** undefined: there is no such thing. */
  async scopeOf(thing: Thing, id: string): Promise<Scope | undefined> {
    const statement = `SELECT ${scopeExpression(thing, '$1')} AS scope`;
    const [row] = await this.dataSource.query<{ scope: Scope | null }[]>(statement, [id]);
    return row?.scope ?? undefined;
  }

  /** @throws StrongroomError NOT_FOUND, in the same words when there is no such thing and when the caller may not know of it; FORBIDDEN */
  async requireAllowed(caller: Caller, permission: Permission, thing: Thing, id: string): Promise<Scope> {
    return requireAllowedFor(caller, permission, { thing, id }, await this.scopeOf(thing, id));
  }

  /** @throws StrongroomError NOT_FOUND, in the same words when there is no such thing and when the caller may not know of it */
  async requireKnown(caller: Caller, thing: Thing, id: string): Promise<Scope> {
    const scope = await this.scopeOf(thing, id);
    if (scope === undefined || !mayKnowOf(caller, scope)) throw absent(thing, id);
    return scope;
  }
}

/**
 * @param scope of the thing; undefined: there is no such thing
 * @throws StrongroomError NOT_FOUND, in the same words when there is no such thing and when the caller may not know of it; FORBIDDEN
 */
export function requireAllowedFor(
  caller: Caller,
  permission: Permission,
  { thing, id }: NamedThing,
  scope: Scope | undefined,
): Scope {
  if (scope === undefined) throw absent(thing, id);
  requireAllowed(caller, permission, scope, `${thing} ${id}`);
  return scope;
}

function absent(thing: Thing, id: string): StrongroomError {
  return new StrongroomError('NOT_FOUND', `There is no ${thing} ${id}.`);
}
