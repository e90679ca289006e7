/** To which organization and project a thing belongs. */
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StrongroomError } from '@app/core';
import { type Caller, mayKnowOf, requireAllowed, type Scope } from './is-allowed';
import type { Permission } from './roles';

const SCOPE_QUERIES = {
  organization: 'SELECT id AS organization_id, NULL::uuid AS project_id FROM organizations WHERE id = $1',
  project: 'SELECT organization_id, id AS project_id FROM projects WHERE id = $1',
  server: 'SELECT organization_id, NULL::uuid AS project_id FROM servers WHERE id = $1',
  environment: 'SELECT organization_id, project_id FROM environments WHERE id = $1',
  'storage config': 'SELECT organization_id, NULL::uuid AS project_id FROM storage_configs WHERE id = $1',
  // what belongs to no organization is for the portal alone: no role is in an organization of this id
  'role assignment':
    'SELECT COALESCE(organization_id, id) AS organization_id, NULL::uuid AS project_id FROM role_assignments WHERE id = $1',
  backup: 'SELECT organization_id, project_id FROM backups WHERE id = $1',
  restore: 'SELECT organization_id, project_id FROM restores WHERE id = $1',
  'dead letter': 'SELECT COALESCE(organization_id, id) AS organization_id, project_id FROM dead_letters WHERE id = $1',
  task: 'SELECT organization_id, project_id FROM tasks WHERE id = $1',
} as const;
export type Thing = keyof typeof SCOPE_QUERIES;

@Injectable()
export class ScopeLookup {
  constructor(private readonly dataSource: DataSource) {}

  /** undefined: there is no such thing. */
  async scopeOf(thing: Thing, id: string): Promise<Scope | undefined> {
    const rows: { organization_id: string | null; project_id: string | null }[] = await this.dataSource.query(
      SCOPE_QUERIES[thing],
      [id],
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    return { organizationId: row.organization_id ?? undefined, projectId: row.project_id ?? undefined };
  }

  /** @throws StrongroomError NOT_FOUND, in the same words when there is no such thing and when the caller may not know of it; FORBIDDEN */
  async requireAllowed(caller: Caller, permission: Permission, thing: Thing, id: string): Promise<Scope> {
    const scope = await this.scopeOf(thing, id);
    if (scope === undefined) throw absent(thing, id);
    requireAllowed(caller, permission, scope, `${thing} ${id}`);
    return scope;
  }

  /** @throws StrongroomError NOT_FOUND, in the same words when there is no such thing and when the caller may not know of it */
  async requireKnown(caller: Caller, thing: Thing, id: string): Promise<Scope> {
    const scope = await this.scopeOf(thing, id);
    if (scope === undefined || !mayKnowOf(caller, scope)) throw absent(thing, id);
    return scope;
  }
}

function absent(thing: Thing, id: string): StrongroomError {
  return new StrongroomError('NOT_FOUND', `There is no ${thing} ${id}.`);
}
