import { Matches } from 'class-validator';
import { ExecutorConfig } from '@app/executor';
import { Setting } from '@app/service';

export class BackupExecutorConfig extends ExecutorConfig {
  @Setting({
    env: 'DUMP_COMPRESSION',
    doc: 'How pg_dump compresses: `auto`, or `zstd`, `lz4` or `gzip`, with `:level` if wanted. What the pg_dump of an environment does not offer falls back to the fastest that it does offer well.',
    default: 'auto',
  })
  @Matches(/^(auto|(zstd|lz4|gzip)(:\d{1,2})?)$/)
  dumpCompression: string;
}
