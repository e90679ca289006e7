/** Every query of the table sessions: the life of a session from sign-in to its end. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { StrongroomError } from '@app/core';
import type { Caller } from '../access/is-allowed';
import type { Actor } from '../audit/actor';
import type { AuditAction } from '../audit/audit-actions';
import { AuditLog } from '../audit/audit-log';
import { GatewayConfig } from '../config';
import { familyOf, firstRefreshToken, judgeRefresh } from './refresh-token';
import { type EndReason, Session } from './session.entity';

/** Where a sign-in comes from. */
export interface Origin {
  address: string;
  userAgent: string | undefined;
}

export interface OpenSession {
  id: string;
  userId: string;
  refreshToken: string;
  expiresAt: Date;
}

const LONGEST_USER_AGENT = 300;
const END = `UPDATE sessions SET ended_at = now(), end_reason = $2 WHERE ended_at IS NULL`;

@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly config: GatewayConfig,
  ) {}

  /** The sessions of a user that have not ended, called `row`, the newest first. */
  openOf(userId: string): SelectQueryBuilder<Session> {
    return this.dataSource
      .createQueryBuilder(Session, 'row')
      .where('row.user_id = :userId AND row.ended_at IS NULL AND row.expires_at > now()', { userId })
      .andWhere(`row.refreshed_at > now() - :idle * interval '1 millisecond'`, { idle: this.config.sessionIdleMs })
      .orderBy('row.created_at', 'DESC')
      .addOrderBy('row.id');
  }

  async open(manager: EntityManager, userId: string, { address, userAgent }: Origin): Promise<OpenSession> {
    const { token, ...hashes } = firstRefreshToken();
    const id = randomUUID();
    const expiresAt = new Date(Date.now() + this.config.sessionTtlMs);
    const user_agent = userAgent?.slice(0, LONGEST_USER_AGENT).replaceAll('\0', '') ?? null;
    await manager.insert(Session, { id, user_id: userId, ...hashes, expires_at: expiresAt, address, user_agent });
    return { id, userId, refreshToken: token, expiresAt };
  }

  /** @throws StrongroomError REFRESH_TOKEN_INVALID, or REFRESH_TOKEN_REUSED, which ends the session */
  async refresh(token: string, address: string): Promise<OpenSession> {
    const family = familyOf(token);
    const outcome = family === undefined ? undefined : await this.next(family, token, address);
    if (outcome === undefined) throw new StrongroomError('REFRESH_TOKEN_INVALID', 'The session is unknown or over.');
    if (outcome === 'reused')
      throw new StrongroomError('REFRESH_TOKEN_REUSED', 'The refresh token was used before. Its session was ended.');
    return outcome;
  }

  /** A session of the caller's own. @throws StrongroomError NOT_FOUND */
  async end(by: Actor, id: string, reason: EndReason): Promise<void> {
    const { userId } = by.caller;
    await this.dataSource.transaction(async (manager) => {
      const known = await manager.existsBy(Session, { id, user_id: userId });
      if (!known) throw new StrongroomError('NOT_FOUND', `There is no session ${id}.`);
      await manager.query(`${END} AND id = $1`, [id, reason]);
      await this.record(manager, by, 'user.signed_out', userId, { session_id: id });
    });
  }

  /** All of a user, by an administrator. */
  async endAllOf(userId: string, by: Actor): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.endAll(manager, userId, 'revoked');
      await this.record(manager, by, 'user.sessions_ended', userId);
    });
  }

  /** @param except the one that goes on */
  async endAll(manager: EntityManager, userId: string, reason: EndReason, except: string | null = null): Promise<void> {
    await manager.query(`${END} AND user_id = $1 AND id IS DISTINCT FROM $3::uuid`, [userId, reason, except]);
  }

  private record(
    manager: EntityManager,
    by: { caller: Caller | null; address: string },
    action: AuditAction,
    userId: string,
    details?: object,
  ): Promise<void> {
    return this.audit.record(manager, {
      ...by,
      action,
      object: { type: 'user', id: userId },
      organization: null,
      details,
    });
  }

  private next(family: string, token: string, address: string): Promise<OpenSession | 'reused' | undefined> {
    return this.dataSource.transaction(async (manager) => {
      const row = await manager.findOne(Session, { where: { family }, lock: { mode: 'pessimistic_write' } });
      if (row === null) return undefined;
      const { sessionIdleMs: idleMs, refreshGraceMs: graceMs } = this.config;
      const [clock] = await manager.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
      const verdict = judgeRefresh(row, token, clock!.now, { idleMs, graceMs });
      if (verdict.kind === 'over') return undefined;
      if (verdict.kind === 'reused') {
        await manager.query(`${END} AND id = $1`, [row.id, 'token_reused' satisfies EndReason]);
        const details = { session_id: row.id };
        await this.record(manager, { caller: null, address }, 'user.refresh_token_reused', row.user_id, details);
        return 'reused';
      }
      if (verdict.kind === 'rotate')
        await manager.update(Session, row.id, { ...verdict.change, refreshed_at: clock!.now });
      return { id: row.id, userId: row.user_id, refreshToken: verdict.token, expiresAt: row.expires_at };
    });
  }
}
