import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a user asked for backups from an address within the last window: never more moments than the limit allows. */
@Entity('backup_rates')
export class BackupRate {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'backup_rates_pkey' }) user_id: string;
  /** An IPv4 address, or the /64 network of an IPv6 address. */
  @PrimaryColumn({ type: 'cidr', primaryKeyConstraintName: 'backup_rates_pkey' }) address: string;
  /** Which of the limits is counted. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'backup_rates_pkey' }) policy: string;
  /** The oldest first. */
  @Column('timestamptz', { array: true }) taken_at: Date[];
}
