import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Runtime } from '@app/contracts';
import { Organization } from './organization.entity';
import { Project } from './project.entity';
import { Server } from './server.entity';

export const ENVIRONMENT_TYPES = ['production', 'staging', 'development'] as const;
export type EnvironmentType = (typeof ENVIRONMENT_TYPES)[number];

/** The status of an environment that a rescan made anew, until somebody says where it is. */
export const RECOVERED = 'recovered';

/** One Odoo: a database and its filestore on a server. */
@Entity('environments')
@Index('environments_project_slug_key', ['project_id', 'slug'], { unique: true, where: 'deleted_at IS NULL' })
@Index('environments_server', ['server_id'])
@Index('environments_organization', ['organization_id'])
export class Environment {
  @PrimaryColumn('uuid') id: string;
  /** That of the project. */
  @ForeignKey(() => Organization, { name: 'environments_organization_id_fkey' })
  @Column('uuid')
  organization_id: string;
  @ForeignKey(() => Project, { name: 'environments_project_id_fkey' })
  @Column('uuid')
  project_id: string;
  /** null: deleted, or recovered and not completed yet. */
  @ForeignKey(() => Server, { name: 'environments_server_id_fkey' })
  @Column('uuid', { nullable: true })
  server_id: string | null;
  @Column('text') name: string;
  @Column('text') type: EnvironmentType;
  @Column('text', { default: 'running' }) status: string;
  @Column('text') db_name: string;
  @Column('text', { nullable: true }) container_name: string | null;
  @Column('text', { nullable: true }) domain: string | null;
  @Column('text') slug: string;
  @Column('text') runtime: Runtime;
  @Column('text', { nullable: true }) db_host: string | null;
  @Column('integer', { nullable: true }) db_port: number | null;
  @Column('text', { default: 'odoo' }) db_user: string;
  @Column('text', { nullable: true }) db_password_sealed: string | null;
  @Column('text', { default: '/var/lib/odoo/filestore' }) filestore_root: string;
  /** null: the address of the container, and an Odoo on a host is not asked. */
  @Column('text', { nullable: true }) odoo_url: string | null;
  /** Kept from then on for its backups alone. */
  @Column('timestamptz', { nullable: true }) deleted_at: Date | null;
  /** The backup after which it is deleted. */
  @Column('uuid', { nullable: true }) deletion_backup_id: string | null;
  @Column('text', { nullable: true }) status_before_deletion: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
