import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Organization } from '../directory/organization.entity';
import { Project } from '../directory/project.entity';
import type { Permission } from './roles';
import { User } from './user.entity';

@Entity('api_tokens')
@Unique('api_tokens_prefix_key', ['prefix'])
@Index('api_tokens_user', ['user_id'])
@Index('api_tokens_organization', ['organization_id'])
@Index('api_tokens_project', ['project_id'])
@Check('api_tokens_scopes', `cardinality(scopes) > 0`)
@Check('api_tokens_place', `project_id IS NULL OR organization_id IS NOT NULL`)
export class ApiToken {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => User, { name: 'api_tokens_user_id_fkey' })
  @Column('uuid')
  user_id: string;
  @Column('text') name: string;
  @Column('text') prefix: string;
  /** SHA-256 of the token, hex. */
  @Column('text') hash: string;
  /** The permissions of its owner that the token has; null: all. */
  @Column('text', { array: true, nullable: true }) scopes: Permission[] | null;
  /** Where alone the token holds. It goes with the organization, and never becomes wider. */
  @ForeignKey(() => Organization, { name: 'api_tokens_organization_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { nullable: true })
  organization_id: string | null;
  @ForeignKey(() => Project, { name: 'api_tokens_project_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { nullable: true })
  project_id: string | null;
  @Column('timestamptz', { nullable: true }) last_used_at: Date | null;
  @Column('timestamptz', { nullable: true }) expires_at: Date | null;
  @Column('timestamptz', { nullable: true }) revoked_at: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
}
