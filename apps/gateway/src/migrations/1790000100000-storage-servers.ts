import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What identifies the server of a storage: the pinned host key of SFTP, the authority of FTP over TLS. */
export class StorageServers1790000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE storage_configs ADD COLUMN host_key text, ADD COLUMN ca_certificate text');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
