import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from './organization.entity';

/** The machine ("vm") that runs environments. */
@Entity('servers')
@Unique('servers_organization_name_key', ['organization_id', 'name'])
export class Server {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Organization, { name: 'servers_organization_id_fkey' })
  @Column('uuid')
  organization_id: string;
  @Column('text') name: string;
  @Column('text') ip_address: string;
  @Column('text') connection: 'ssh' | 'local';
  @Column('integer', { default: 22 }) ssh_port: number;
  @Column('text') ssh_user: string;
  @Column('text', { nullable: true }) private_key_sealed: string | null;
  @Column('text', { nullable: true }) host_key: string | null;
  /** Backups of other environments of the organization may be restored here on trial. */
  @Column('boolean', { default: false }) accepts_drills: boolean;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
