import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Entries of changes that other services make are written before and settled after: until their outcome is known they may be settled
 * or withdrawn, and then never again. Neither who asked nor when can be changed in between.
 */
const STATEMENTS = `
ALTER TABLE audit_log ADD outcome text NOT NULL DEFAULT 'done';
DROP TRIGGER audit_log_append_only ON audit_log;
CREATE OR REPLACE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('strongroom.audit_purge', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_log_append_only BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_log_settled_stays BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW WHEN (OLD.outcome <> 'unknown') EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_log_asker_stays BEFORE UPDATE ON audit_log
  FOR EACH ROW WHEN ((OLD.id, OLD.at, OLD.actor_id, OLD.actor_name, OLD.token_id, OLD.address, OLD.action, OLD.object_type, OLD.organization_id)
    IS DISTINCT FROM (NEW.id, NEW.at, NEW.actor_id, NEW.actor_name, NEW.token_id, NEW.address, NEW.action, NEW.object_type, NEW.organization_id))
  EXECUTE FUNCTION audit_log_is_append_only();
GRANT UPDATE (object_id, object_name, details, outcome) ON audit_log TO CURRENT_USER;
`;

export class AuditOutcomes1790002700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
