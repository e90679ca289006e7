import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of `UserPassword`, `Session`, `SigningKey` and `SignInAttempts`; addresses of users in lower case. */
export class SignIn1790001310000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE users SET email = lower(email)
       WHERE email <> lower(email) AND (SELECT count(*) FROM users o WHERE lower(o.email) = lower(users.email)) = 1`);
    await runner.query(`
      CREATE TABLE user_passwords (
        user_id uuid CONSTRAINT user_passwords_pkey PRIMARY KEY
          CONSTRAINT user_passwords_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        hash text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        must_change boolean NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE sessions (
        id uuid CONSTRAINT sessions_pkey PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT sessions_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        family text NOT NULL CONSTRAINT sessions_family_key UNIQUE,
        token_hash text NOT NULL,
        previous_hash text,
        salt text,
        created_at timestamptz NOT NULL DEFAULT now(),
        refreshed_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        end_reason text,
        address text NOT NULL,
        user_agent text
      )`);
    await runner.query(`CREATE INDEX sessions_user ON sessions (user_id, created_at)`);
    await runner.query(`CREATE INDEX sessions_expiry ON sessions (expires_at)`);
    await runner.query(`
      CREATE TABLE signing_keys (
        id text CONSTRAINT signing_keys_pkey PRIMARY KEY,
        public_jwk jsonb NOT NULL,
        private_sealed text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        retired_at timestamptz
      )`);
    await runner.query(`
      CREATE TABLE sign_in_attempts (
        subject text CONSTRAINT sign_in_attempts_pkey PRIMARY KEY,
        attempts integer NOT NULL,
        since timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX sign_in_attempts_since ON sign_in_attempts (since)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['sign_in_attempts', 'signing_keys', 'sessions', 'user_passwords'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
