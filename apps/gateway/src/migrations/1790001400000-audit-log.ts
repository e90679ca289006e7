import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The table of `AuditEntry`. The gateway owns it, so that a grant alone could be given back by whoever took the gateway over by
 * accident or by SQL: the trigger refuses as well, and lets only a purge delete.
 */
export class AuditLog1790001400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_log (
        id uuid CONSTRAINT audit_log_pkey PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        actor_id uuid,
        actor_name text,
        token_id uuid,
        address inet NOT NULL,
        action text NOT NULL,
        object_type text NOT NULL,
        object_id text,
        object_name text,
        organization_id uuid,
        details jsonb NOT NULL
      )`);
    await runner.query(`CREATE INDEX audit_log_at ON audit_log (at, id)`);
    await runner.query(`CREATE INDEX audit_log_organization ON audit_log (organization_id, at, id)`);
    await runner.query(`CREATE INDEX audit_log_actor ON audit_log (actor_id, at, id)`);
    await runner.query(`CREATE INDEX audit_log_action ON audit_log (action, at, id)`);
    await runner.query(`CREATE INDEX audit_log_object ON audit_log (object_id, at, id)`);
    await runner.query(`
      CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND current_setting('strongroom.audit_purge', true) = 'on' THEN
          RETURN NULL;
        END IF;
        RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
        FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only()`);
    await runner.query(`REVOKE UPDATE, TRUNCATE ON audit_log FROM CURRENT_USER`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_log`);
    await runner.query(`DROP FUNCTION audit_log_is_append_only()`);
  }
}
