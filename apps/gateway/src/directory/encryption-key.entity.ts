import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { StorageConfig } from './storage-config.entity';

/** A key that backups of one storage are, or once were, encrypted with. */
@Entity('encryption_keys')
@Index('encryption_keys_one_current', ['storage_config_id'], { unique: true, where: 'retired_at IS NULL' })
export class EncryptionKey {
  @ForeignKey(() => StorageConfig, { name: 'encryption_keys_storage_config_id_fkey' })
  @PrimaryColumn('uuid')
  storage_config_id: string;
  /** Follows from the recipient: the same key has the same id wherever it is stored. */
  @PrimaryColumn('text') id: string;
  /** `age1…` */
  @Column('text') recipient: string;
  /** Null: Strongroom can write with the key, and not read. */
  @Column('text', { nullable: true }) identity_sealed: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  /** Null: new backups are encrypted with it. */
  @Column('timestamptz', { nullable: true }) retired_at: Date | null;
}
