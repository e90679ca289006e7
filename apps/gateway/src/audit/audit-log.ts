import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ERRORS, toStrongroomError } from '@app/core';
import type { Caller } from '../access/is-allowed';
import type { AuditAction } from './audit-actions';
import { AuditEntry } from './audit-entry.entity';

export interface AuditObject {
  type: string;
  /** Of most things a UUID. */
  id?: string;
  /** As it is called at this moment. */
  name?: string;
}

export interface AuditRecord {
  /** null: nobody who is known, as in a sign-in that failed. */
  caller: Caller | null;
  /** The IP address that the request came from. */
  address: string;
  action: AuditAction;
  object: AuditObject;
  /** The organization whose owners may read of it; null: a matter of the portal. */
  organization: string | null;
  /** Facts of the change. Never a secret: of one that was changed only that it was. */
  details?: object;
}

/** What is known of a change only once it is made. */
export type Settlement = Partial<Pick<AuditRecord, 'object' | 'details'>>;
/** Says in the transaction that keeps the answer of the other service that the change is made. */
export type Settle = (manager: EntityManager, settlement?: Settlement) => Promise<void>;

/** Writes down who did what, from where and when. */
@Injectable()
export class AuditLog {
  private readonly logger = new Logger(AuditLog.name);

  constructor(private readonly dataSource: DataSource) {}

  /** @param manager of the transaction that makes the change: there are both or neither */
  async record(manager: EntityManager, record: AuditRecord): Promise<void> {
    await manager.insert(AuditEntry, { ...rowOf(record), id: randomUUID() });
  }

  /**
   * For a change that another service makes, and that no transaction here can hold: its entry is there before the service is asked, with
   * an unknown outcome, so that no crash in between leaves a change of which nobody knows who made it. What comes of it decides:
   * settled, it is as any other entry; refused, or never asked for, it is withdrawn; without an answer it stays as it is.
   */
  async around<T>(record: AuditRecord, change: (settle: Settle) => Promise<T>): Promise<T> {
    const id = randomUUID();
    await this.dataSource.manager.insert(AuditEntry, { ...rowOf(record), id, outcome: 'unknown' });
    let isSettled = false;
    const settle: Settle = async (manager, { object, details } = {}) => {
      const settled = rowOf({ ...record, object: object ?? record.object, details: details ?? record.details });
      const { object_id, object_name } = settled;
      const known = { object_id, object_name, details: settled.details };
      await manager.update(AuditEntry, { id }, { ...known, outcome: 'done' });
      isSettled = true;
    };
    try {
      const answer = await change(settle);
      if (!isSettled) await this.withdraw(id);
      return answer;
    } catch (error) {
      if (isUnchanged(error)) await this.withdraw(id);
      throw error;
    }
  }

  /** An entry that stays although nothing was changed misleads nobody: its outcome is unknown. */
  private async withdraw(id: string): Promise<void> {
    try {
      await this.dataSource.manager.delete(AuditEntry, { id });
    } catch (error) {
      this.logger.warn(`the audit entry ${id} of what was refused stays: ${toStrongroomError(error).message}`);
    }
  }
}

/** Somebody said no, or nobody was there to be asked. */
function isUnchanged(thrown: unknown): boolean {
  const { code, details } = toStrongroomError(thrown);
  return ERRORS[code].status < 500 || details.may_have_happened === false;
}

function rowOf({ caller, address, action, object, organization, details = {} }: AuditRecord) {
  return {
    actor_id: caller?.userId ?? null,
    actor_name: caller?.userName ?? null,
    token_id: caller?.tokenId ?? null,
    address,
    action,
    object_type: object.type,
    object_id: object.id ?? null,
    object_name: object.name ?? null,
    organization_id: organization,
    details,
  };
}
