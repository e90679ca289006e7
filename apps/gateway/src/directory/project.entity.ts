import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from './organization.entity';

@Entity('projects')
@Unique('projects_organization_slug_key', ['organization_id', 'slug'])
export class Project {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Organization, { name: 'projects_organization_id_fkey' })
  @Column('uuid')
  organization_id: string;
  @Column('text') name: string;
  @Column('text') slug: string;
  @Column('text') odoo_version: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
  @Column('timestamptz', { default: () => 'now()' }) updated_at: Date;
}
