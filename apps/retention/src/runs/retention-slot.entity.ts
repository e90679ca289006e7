import { Entity, PrimaryColumn } from 'typeorm';

/** A time of the schedule that was seen to: whoever writes it makes its runs. */
@Entity('retention_slots')
export class RetentionSlot {
  @PrimaryColumn({ type: 'timestamptz', primaryKeyConstraintName: 'retention_slots_pkey' })
  slot: Date;
}
