import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { StorageLayout, StorageProvider, VerifyAfterUpload } from '@app/contracts';
import { bigintAsNumber } from '../bigint-column';
import { Organization } from './organization.entity';

/** A place for backups of one organization. */
@Entity('storage_configs')
@Unique('storage_configs_organization_name_key', ['organization_id', 'name'])
@Index('storage_configs_one_default', ['organization_id'], { unique: true, where: 'is_default' })
export class StorageConfig {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Organization, { name: 'storage_configs_organization_id_fkey' })
  @Column('uuid')
  organization_id: string;
  @Column('text') name: string;
  @Column('text') provider: StorageProvider;
  @Column('text', { nullable: true }) endpoint: string | null;
  @Column('text', { nullable: true }) region: string | null;
  @Column('text', { nullable: true }) bucket: string | null;
  @Column('text', { nullable: true }) prefix: string | null;
  @Column('text', { nullable: true }) path: string | null;
  @Column('text', { nullable: true }) storage_class: string | null;
  @Column('text', { nullable: true }) server_side_encryption: string | null;
  /** Provider sftp: pinned, in OpenSSH form. */
  @Column('text', { nullable: true }) host_key: string | null;
  /** Provider ftp with TLS: PEM. */
  @Column('text', { nullable: true }) ca_certificate: string | null;
  /** Sealed JSON: `StorageCredentials` of the contracts. */
  @Column('text', { nullable: true }) credentials_sealed: string | null;
  /** How far an upload is read back before it counts as completed. */
  @Column('text', { default: 'rehashed' }) verify_after_upload: VerifyAfterUpload;
  /** How new backups are written; those that lie there keep theirs. */
  @Column('text', { default: 'zip' }) layout: StorageLayout;
  @Column('boolean', { default: false }) is_default: boolean;
  @Column('bigint', { default: 0, transformer: bigintAsNumber }) total_size_bytes: number;
  @Column('bigint', { default: 0, transformer: bigintAsNumber }) object_count: number;
  @Column('timestamptz', { nullable: true }) last_used_at: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
