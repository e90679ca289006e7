/** Every query of the table event_credentials: the life of a credential, and what it lets somebody listen to. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { eventsOfOrganization } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { hashToken, matchesHash } from '../access/token';
import { EventCredential } from './event-credential.entity';

const USERNAME = /^events_[0-9a-f]{12}$/;

/** At most one write a minute and credential. */
const TOUCH = `UPDATE event_credentials SET last_used_at = now()
                WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;
const REVOKE = `UPDATE event_credentials SET revoked_at = COALESCE(revoked_at, now())
                 WHERE id = $1 AND organization_id = $2 RETURNING id`;

@Injectable()
export class EventCredentials {
  constructor(private readonly dataSource: DataSource) {}

  /** The rows of an organization, called `row`, the newest first. */
  of(organizationId: string): SelectQueryBuilder<EventCredential> {
    return this.dataSource
      .createQueryBuilder(EventCredential, 'row')
      .where('row.organization_id = :organizationId', { organizationId })
      .orderBy('row.created_at', 'DESC')
      .addOrderBy('row.id');
  }

  /** @returns the row, and the password in clear: the only time that it is known */
  async issue(request: Pick<EventCredential, 'organization_id' | 'name' | 'created_by'>) {
    const password = randomBytes(32).toString('base64url');
    const row = this.dataSource.manager.create(EventCredential, {
      ...request,
      id: randomUUID(),
      username: `events_${randomBytes(6).toString('hex')}`,
      password_hash: hashToken(password),
      created_at: new Date(),
      revoked_at: null,
      last_used_at: null,
    });
    await this.dataSource.manager.insert(EventCredential, row);
    return { row, password };
  }

  /** @throws StrongroomError NOT_FOUND */
  async revoke(organizationId: string, id: string): Promise<void> {
    const [rows] = await this.dataSource.query<[unknown[], number]>(REVOKE, [id, organizationId]);
    if (rows.length === 0) throw new StrongroomError('NOT_FOUND', `There is no event credential ${id}.`);
  }

  /** The subjects that may be listened to; undefined: unknown or revoked. */
  async subjectsFor(username: string, password: string): Promise<string[] | undefined> {
    if (!USERNAME.test(username)) return undefined;
    const row = await this.dataSource.manager.findOneBy(EventCredential, { username });
    if (row === null || row.revoked_at !== null || !matchesHash(password, row.password_hash)) return undefined;
    await this.dataSource.query(TOUCH, [row.id]);
    return subjectsOf(row);
  }
}

export function subjectsOf({ organization_id }: EventCredential): string[] {
  return [eventsOfOrganization(organization_id)];
}
