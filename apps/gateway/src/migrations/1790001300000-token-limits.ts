import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What `ApiToken` narrows the roles of its owner to. */
export class TokenLimits1790001300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_tokens
        ADD COLUMN scopes text[] CONSTRAINT api_tokens_scopes CHECK (cardinality(scopes) > 0),
        ADD COLUMN organization_id uuid
          CONSTRAINT api_tokens_organization_id_fkey REFERENCES organizations (id) ON DELETE CASCADE,
        ADD COLUMN project_id uuid CONSTRAINT api_tokens_project_id_fkey REFERENCES projects (id) ON DELETE CASCADE,
        ADD CONSTRAINT api_tokens_place CHECK (project_id IS NULL OR organization_id IS NOT NULL)`);
    await runner.query(`CREATE INDEX api_tokens_organization ON api_tokens (organization_id)`);
    await runner.query(`CREATE INDEX api_tokens_project ON api_tokens (project_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE api_tokens DROP COLUMN scopes, DROP COLUMN organization_id, DROP COLUMN project_id`,
    );
  }
}
