import { IsInt, IsOptional, IsString, Min } from 'class-validator';
import { Setting } from '@app/service';
import { SignInConfig } from './sign-in-config';

/** The settings of what the gateway gives out of storages. */
export class DownloadConfig extends SignInConfig {
  @Setting({
    env: 'DOWNLOAD_MAX_CONCURRENT',
    doc: 'How many downloads one gateway streams at once, of storages that sign no addresses by themselves.',
    default: 20,
  })
  @IsInt()
  @Min(1)
  downloadMaxConcurrent: number;

  @Setting({
    env: 'DOWNLOAD_STALL_TIMEOUT_MS',
    doc: 'How long a client may take nothing of a download before it is cut off; it may go on with a range.',
    unit: 'ms',
    default: 60_000,
  })
  @IsInt()
  @Min(100)
  downloadStallTimeoutMs: number;

  @Setting({
    env: 'DOWNLOAD_FILES_TIMEOUT_MS',
    doc: 'How long the filestore of a backup is searched for a file, or read for a page of its list.',
    unit: 'ms',
    default: 300_000,
  })
  @IsInt()
  @Min(100)
  downloadFilesTimeoutMs: number;

  @Setting({
    env: 'DOWNLOAD_ODOO_ZIP_MAX_CONCURRENT',
    doc: "How many ZIPs for Odoo's database manager one gateway makes at once. Each takes a processor.",
    default: 2,
  })
  @IsInt()
  @Min(1)
  downloadOdooZipMaxConcurrent: number;

  @Setting({
    env: 'PG_RESTORE_DIRS',
    doc: 'Directories, with colons between, where pg_restore is looked for first: when a backup is verified as readable, and when a ZIP for Odoo is made of one. The PATH and the places of the Debian and Red Hat packages are looked at anyway.',
    optional: true,
  })
  @IsOptional()
  @IsString()
  pgRestoreDirs?: string;

  get pgRestoreDirectories(): string[] {
    return this.pgRestoreDirs?.split(':').filter(Boolean) ?? [];
  }
}
