import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../directory/organization.entity';
import { Project } from '../directory/project.entity';
import type { Role } from './roles';
import { User } from './user.entity';

/** A role that a user holds: portal_admin everywhere, org roles in an organization, project roles in a project. */
@Entity('role_assignments')
@Check(
  'role_assignments_scope',
  `CASE WHEN role = 'portal_admin' THEN organization_id IS NULL AND project_id IS NULL
        WHEN role LIKE 'org_%' THEN organization_id IS NOT NULL AND project_id IS NULL
        ELSE organization_id IS NOT NULL AND project_id IS NOT NULL END`,
)
@Unique('role_assignments_once', ['user_id', 'role', 'organization_id', 'project_id'])
@Index('role_assignments_organization', ['organization_id'])
export class RoleAssignment {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => User, { name: 'role_assignments_user_id_fkey' })
  @Column('uuid')
  user_id: string;
  @Column('text') role: Role;
  /** Of a project role: the organization of its project. */
  @ForeignKey(() => Organization, { name: 'role_assignments_organization_id_fkey' })
  @Column('uuid', { nullable: true })
  organization_id: string | null;
  @ForeignKey(() => Project, { name: 'role_assignments_project_id_fkey' })
  @Column('uuid', { nullable: true })
  project_id: string | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
}
