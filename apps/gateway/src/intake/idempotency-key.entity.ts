import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The answer to a request for work that carried a key, for as long as the key is remembered. */
@Entity('idempotency_keys')
@Index('idempotency_keys_created', ['created_at'])
export class IdempotencyKey {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'idempotency_keys_pkey' }) user_id: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'idempotency_keys_pkey' }) key: string;
  /** SHA-256 of method, path and body. */
  @Column('bytea') fingerprint: Buffer;
  /** The body of the answer; `json`, because `jsonb` would sort its fields. Its status is that of the route. */
  @Column('json') answer: object;
  @Column('timestamptz', { default: () => 'now()' }) created_at: Date;
}
