import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of `DeadLetter`. */
export class DeadLetters1790000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dead_letters (
        id uuid CONSTRAINT dead_letters_pkey PRIMARY KEY,
        stream text NOT NULL,
        consumer text NOT NULL,
        sequence bigint NOT NULL,
        message_id text NOT NULL,
        subject text NOT NULL,
        kind text NOT NULL,
        headers jsonb NOT NULL,
        body bytea NOT NULL,
        organization_id uuid,
        project_id uuid,
        environment_id uuid,
        task_id uuid,
        code text NOT NULL,
        message text NOT NULL,
        attempts integer NOT NULL,
        replay integer NOT NULL,
        died_at timestamptz NOT NULL,
        status text NOT NULL DEFAULT 'open',
        replayed_as integer,
        replayed_at timestamptz,
        dismissed_at timestamptz,
        CONSTRAINT dead_letters_message_key UNIQUE (stream, consumer, sequence, message_id)
      )`);
    await runner.query(`CREATE INDEX dead_letters_organization_died ON dead_letters (organization_id, died_at)`);
    await runner.query(`CREATE INDEX dead_letters_task ON dead_letters (task_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE dead_letters`);
  }
}
