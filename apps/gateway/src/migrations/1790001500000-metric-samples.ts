import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What metrics ask for at each scrape is found without reading what has ended: open tasks and letters, and the last verified backups. */
export class MetricSamples1790001500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX tasks_open ON tasks (type, status) WHERE status IN ('pending', 'queued', 'running')`,
    );
    await runner.query(`CREATE INDEX dead_letters_open ON dead_letters (status) WHERE status = 'open'`);
    await runner.query(
      `CREATE INDEX backups_verified ON backups (environment_id, create_date) WHERE status = 'completed' AND is_verified`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of ['tasks_open', 'dead_letters_open', 'backups_verified'])
      await runner.query(`DROP INDEX ${index}`);
  }
}
