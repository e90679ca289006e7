import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { bigintAsNumber } from '../bigint-column';

export const DEAD_LETTER_STATUSES = ['open', 'replayed', 'dismissed'] as const;
export type DeadLetterStatus = (typeof DEAD_LETTER_STATUSES)[number];

/**
 * A message that no attempt could settle. It refers to nothing by a foreign key: what it speaks of may be unknown here,
 * and the letter outlives it.
 */
@Entity('dead_letters')
@Unique('dead_letters_message_key', ['stream', 'consumer', 'sequence', 'message_id'])
@Index('dead_letters_organization_died', ['organization_id', 'died_at'])
@Index('dead_letters_task', ['task_id'])
@Index('dead_letters_open', ['status'], { where: `status = 'open'` })
export class DeadLetter {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'dead_letters_pkey' }) id: string;
  /** The stream and the consumer that could not settle it, and its place and id there. */
  @Column('text') stream: string;
  @Column('text') consumer: string;
  @Column('bigint', { transformer: bigintAsNumber }) sequence: number;
  @Column('text') message_id: string;
  @Column('text') subject: string;
  /** The name of the command or event. */
  @Column('text') kind: string;
  @Column('jsonb') headers: Record<string, string>;
  /** The message, byte for byte: it may be no JSON. */
  @Column('bytea') body: Buffer;
  @Column('uuid', { nullable: true }) organization_id: string | null;
  @Column('uuid', { nullable: true }) project_id: string | null;
  @Column('uuid', { nullable: true }) environment_id: string | null;
  @Column('uuid', { nullable: true }) task_id: string | null;
  /** Of the last attempt. */
  @Column('text') code: string;
  @Column('text') message: string;
  @Column('integer') attempts: number;
  /** Which replay has died; 0: the message as it was sent first. */
  @Column('integer') replay: number;
  @Column('timestamptz') died_at: Date;
  @Column('text', { default: 'open' }) status: DeadLetterStatus;
  /** The number of the replay that this letter became. */
  @Column('integer', { nullable: true }) replayed_as: number | null;
  @Column('timestamptz', { nullable: true }) replayed_at: Date | null;
  @Column('timestamptz', { nullable: true }) dismissed_at: Date | null;
}
