import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { User } from '../access/user.entity';

/** The password of a user; users without one sign in otherwise, or not at all. */
@Entity('user_passwords')
export class UserPassword {
  @ForeignKey(() => User, { name: 'user_passwords_user_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'user_passwords_pkey' })
  user_id: string;
  /** argon2id, in PHC form. */
  @Column('text') hash: string;
  /** Grows with each change of the password. */
  @Column('integer', { default: 1 }) version: number;
  @Column('boolean') must_change: boolean;
  @Column('timestamptz', { default: () => 'now()' }) changed_at: Date;
}
