/**
 * The administrator whom whoever has the host may always be: at the first start, and when nobody has a token or a password any
 * more. `npm run admin-token` gives a token for it.
 */
import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log';
import { ApiTokens } from './api-tokens';
import { RoleAssignment } from './role-assignment.entity';
import { User } from './user.entity';

const ADMIN_EMAIL = 'admin@localhost';
const LOOPBACK = '127.0.0.1';

/** Makes it a portal_admin, if it is none; a password of it that waits to be changed no longer holds up its tokens. */
export async function provideHostAdmin(manager: EntityManager): Promise<string> {
  const id = (await manager.findOneBy(User, { email: ADMIN_EMAIL }))?.id ?? randomUUID();
  await manager
    .createQueryBuilder()
    .insert()
    .into(User)
    .values({ id, name: 'admin', email: ADMIN_EMAIL })
    .orIgnore()
    .execute();
  const role = { id: randomUUID(), user_id: id, role: 'portal_admin' } as const;
  await manager.createQueryBuilder().insert().into(RoleAssignment).values(role).orIgnore().execute();
  await manager.query('UPDATE user_passwords SET must_change = false WHERE user_id = $1 AND must_change', [id]);
  return id;
}

/** @returns a token for it in clear; the audit log has it without an actor, as whoever has the host has no name here */
export function issueHostToken(
  dataSource: DataSource,
  validForMs: number,
): Promise<{ token: string; expiresAt: Date }> {
  return dataSource.transaction(async (manager) => {
    const user_id = await provideHostAdmin(manager);
    const expiresAt = new Date(Date.now() + validForMs);
    const request = { user_id, name: 'made on the host', expires_at: expiresAt };
    const { row, token } = await new ApiTokens(dataSource).issue(manager, request);
    await new AuditLog(dataSource).record(manager, {
      caller: null,
      address: LOOPBACK,
      action: 'api_token.created',
      object: { type: 'api_token', id: row.id, name: row.name },
      organization: null,
      details: { user_id, prefix: row.prefix, expires_at: expiresAt.toISOString(), on_the_host: true },
    });
    return { token, expiresAt };
  });
}
