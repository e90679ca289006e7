import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
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

/** Writes down who did what, from where and when. */
@Injectable()
export class AuditLog {
  /** @param manager of the transaction that makes the change: there are both or neither */
  async record(manager: EntityManager, record: AuditRecord): Promise<void> {
    const { caller, address, action, object, organization, details = {} } = record;
    await manager.insert(AuditEntry, {
      id: randomUUID(),
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
    });
  }
}
