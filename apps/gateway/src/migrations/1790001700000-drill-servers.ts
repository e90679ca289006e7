import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Servers on which backups of other environments may be restored on trial. */
export class DrillServers1790001700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE servers ADD COLUMN accepts_drills boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE servers DROP COLUMN accepts_drills');
  }
}
