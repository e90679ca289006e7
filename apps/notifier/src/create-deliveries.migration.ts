import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Channels, and what is delivered to them. The facts that were kept before had no receiver; nothing of them is taken over. */
export class CreateDeliveries1790001900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE notices`);
    await runner.query(`
      CREATE TABLE known_names (
        id uuid CONSTRAINT known_names_pkey PRIMARY KEY,
        name text NOT NULL,
        changed_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE policy_wishes (
        environment_id uuid CONSTRAINT policy_wishes_pkey PRIMARY KEY,
        revision integer NOT NULL,
        on_success boolean NOT NULL,
        on_failure boolean NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE channels (
        id uuid CONSTRAINT channels_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        enabled boolean NOT NULL,
        settings jsonb NOT NULL,
        secret_sealed text,
        notices text[],
        environment_ids uuid[],
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT channels_name_key UNIQUE (organization_id, name)
      )`);
    await runner.query(`
      CREATE TABLE notices (
        event_id uuid CONSTRAINT notices_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        organization_name text NOT NULL,
        environment_id uuid,
        environment_name text,
        kind text NOT NULL,
        severity text NOT NULL,
        title text NOT NULL,
        lead text NOT NULL,
        facts jsonb NOT NULL,
        path text NOT NULL,
        occurred_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX notices_organization ON notices (organization_id)`);
    await runner.query(`CREATE INDEX notices_created ON notices (created_at)`);
    await runner.query(`
      CREATE TABLE deliveries (
        id uuid CONSTRAINT deliveries_pkey PRIMARY KEY,
        event_id uuid NOT NULL CONSTRAINT deliveries_event_id_fkey REFERENCES notices (event_id) ON DELETE CASCADE,
        channel_id uuid NOT NULL,
        channel_name text NOT NULL,
        channel_kind text NOT NULL,
        organization_id uuid NOT NULL,
        status text NOT NULL DEFAULT 'waiting',
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        leased_until timestamptz,
        last_error jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        CONSTRAINT deliveries_once UNIQUE (event_id, channel_id)
      )`);
    await runner.query(`CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE status = 'waiting'`);
    await runner.query(`CREATE INDEX deliveries_waiting ON deliveries (channel_id) WHERE status = 'waiting'`);
    await runner.query(`CREATE INDEX deliveries_organization ON deliveries (organization_id, created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['deliveries', 'notices', 'channels', 'policy_wishes', 'known_names'])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query(`
      CREATE TABLE notices (
        event_id uuid CONSTRAINT notices_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        type text NOT NULL,
        subject text,
        occurred_at timestamptz NOT NULL,
        data jsonb NOT NULL
      )`);
    await runner.query(`CREATE INDEX notices_organization ON notices (organization_id, occurred_at)`);
  }
}
