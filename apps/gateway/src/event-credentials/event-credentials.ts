/** Every query of the table event_credentials: the life of a credential, and what it lets somebody listen to. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { eventsOfOrganization } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { Actor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { hashToken, matchesHash } from '../access/token';
import { EventCredential } from './event-credential.entity';

const USERNAME = /^events_[0-9a-f]{12}$/;

/** At most one write a minute and credential. */
const TOUCH = `UPDATE event_credentials SET last_used_at = now()
                WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;
const REVOKE = `UPDATE event_credentials SET revoked_at = COALESCE(revoked_at, now())
                 WHERE id = $1 AND organization_id = $2 RETURNING name`;

export interface Listening {
  subjects: string[];
  /** null: without end. */
  until: Date | null;
}

@Injectable()
export class EventCredentials {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** The rows of an organization, called `row`, the newest first. */
  of(organizationId: string): SelectQueryBuilder<EventCredential> {
    return this.dataSource
      .createQueryBuilder(EventCredential, 'row')
      .where('row.organization_id = :organizationId', { organizationId })
      .orderBy('row.created_at', 'DESC')
      .addOrderBy('row.id');
  }

  /** @returns the row, and the password in clear: the only time that it is known */
  async issue(request: Pick<EventCredential, 'organization_id' | 'name' | 'expires_at'>, by: Actor) {
    const password = randomBytes(32).toString('base64url');
    const row = this.dataSource.manager.create(EventCredential, {
      ...request,
      created_by: by.caller.userId,
      id: randomUUID(),
      username: `events_${randomBytes(6).toString('hex')}`,
      password_hash: hashToken(password),
      created_at: new Date(),
      revoked_at: null,
      last_used_at: null,
    });
    await this.dataSource.transaction(async (manager) => {
      await manager.insert(EventCredential, row);
      await this.audit.record(manager, {
        ...by,
        action: 'event_credential.created',
        object: { type: 'event_credential', id: row.id, name: row.name },
        organization: row.organization_id,
      });
    });
    return { row, password };
  }

  /** @throws StrongroomError NOT_FOUND */
  async revoke(organizationId: string, id: string, by: Actor): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [[row]] = await manager.query<[{ name: string }[], number]>(REVOKE, [id, organizationId]);
      if (row === undefined) throw new StrongroomError('NOT_FOUND', `There is no event credential ${id}.`);
      await this.audit.record(manager, {
        ...by,
        action: 'event_credential.revoked',
        object: { type: 'event_credential', id, name: row.name },
        organization: organizationId,
      });
    });
  }

  /** What may be listened to, and until when; undefined: unknown, revoked or expired. */
  async admissionFor(username: string, password: string): Promise<Listening | undefined> {
    if (!USERNAME.test(username)) return undefined;
    const row = await this.dataSource.manager.findOneBy(EventCredential, { username });
    if (row === null || row.revoked_at !== null || !matchesHash(password, row.password_hash)) return undefined;
    if (row.expires_at !== null && row.expires_at <= new Date()) return undefined;
    await this.dataSource.query(TOUCH, [row.id]);
    return { subjects: subjectsOf(row), until: row.expires_at };
  }
}

export function subjectsOf({ organization_id }: EventCredential): string[] {
  return [eventsOfOrganization(organization_id)];
}
