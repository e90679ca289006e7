import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AuditAction } from './audit-actions';

export const AUDIT_OUTCOMES = ['done', 'unknown'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/**
 * One change that somebody made. It names people and things as they were called then and refers to no other table, so that it
 * outlives what it tells of. Rows are added and, after `AUDIT_RETENTION_DAYS`, purged; nothing changes them once their outcome is known.
 */
@Entity('audit_log')
@Index('audit_log_at', ['at', 'id'])
@Index('audit_log_organization', ['organization_id', 'at', 'id'])
@Index('audit_log_actor', ['actor_id', 'at', 'id'])
@Index('audit_log_action', ['action', 'at', 'id'])
@Index('audit_log_object', ['object_id', 'at', 'id'])
export class AuditEntry {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'audit_log_pkey' }) id: string;
  /** Of the change itself, not of its transaction. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at: Date;
  /** null: nobody who is known, as in a sign-in that failed. */
  @Column('uuid', { nullable: true }) actor_id: string | null;
  @Column('text', { nullable: true }) actor_name: string | null;
  /** The API token or session that was used. */
  @Column('uuid', { nullable: true }) token_id: string | null;
  @Column('inet') address: string;
  @Column('text') action: AuditAction;
  @Column('text') object_type: string;
  @Column('text', { nullable: true }) object_id: string | null;
  @Column('text', { nullable: true }) object_name: string | null;
  /** null: a matter of the portal. */
  @Column('uuid', { nullable: true }) organization_id: string | null;
  @Column('jsonb') details: object;
  /** `unknown`: another service was asked for the change, and has not answered yet, or never will. */
  @Column('text', { default: 'done' }) outcome: AuditOutcome;
}
