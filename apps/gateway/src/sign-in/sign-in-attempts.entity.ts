import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How many passwords were tried for an account, or from an address, since the first one of the window. */
@Entity('sign_in_attempts')
@Index('sign_in_attempts_since', ['since'])
export class SignInAttempts {
  /** `account:` with the SHA-256 of the address of email, or `from:` with a network. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'sign_in_attempts_pkey' }) subject: string;
  @Column('integer') attempts: number;
  @Column('timestamptz') since: Date;
}
