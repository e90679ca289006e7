import { buildManifest, isPair, type Manifest, type WrittenComponent } from '@app/archive';
import { STRONGROOM_VERSION } from '@app/core';
import type { ArchivedContent } from './backup-components';
import type { BackupWork } from './backup-work';
import { snapshotEnvironment } from './environment-snapshot';

/** The manifest of a backup whose components have been written. */
export function describeBackup(work: BackupWork, content: ArchivedContent): Manifest {
  const { payload, facts, access, keys, job } = work;
  const { database, filestore, proof } = content;
  const current = access.storage.encryption?.current;
  const warnings = [...facts.warnings.map((message) => ({ code: 'PG_VERSION_UNKNOWN', message })), ...content.warnings];
  if (proof && proof.missing + proof.corrupt > 0) {
    warnings.push({
      code: 'ATTACHMENTS_MISSING',
      message: `${proof.present} of ${proof.expected} attachments present, ${proof.missing} missing, ${proof.corrupt} damaged`,
    });
  }
  return buildManifest({
    backup_id: payload.backup_id,
    environment_id: payload.environment_id,
    backup_type: payload.backup_type,
    created_at: payload.created_at,
    encryption: current ? { format: 'age', key_id: current.key_id, recipient: current.recipient } : null,
    created_by: payload.created_by ?? null,
    attempt: job.attempt,
    strongroom_version: STRONGROOM_VERSION,
    database: {
      name: access.environment.db_name,
      key: keys.archive,
      size: database.sizeBytes,
      checksum: database.sha256,
      ...storedAs(database),
      format: isPair(keys.archive) ? 'plain_sql_gz' : 'pg_dump_custom',
      pg_version: facts.serverVersion,
      dump_version: facts.dumpTool.version,
      compression: content.compression,
      encoding: facts.encoding,
      collate: facts.collate,
      ctype: facts.ctype,
      ...(facts.localeProvider && { locale_provider: facts.localeProvider }),
      ...(facts.locale && { locale: facts.locale }),
      live_size: facts.databaseBytes,
      has_unaccent: facts.hasUnaccent,
      has_pg_trgm: facts.hasPgTrgm,
    },
    filestore: filestore && {
      key: keys.filestore ?? null,
      size: filestore.sizeBytes,
      checksum: filestore.sha256,
      ...storedAs(filestore),
      files: filestore.files,
      tar_size: filestore.tarBytes,
    },
    attachments: proof,
    warnings,
    environment_snapshot: snapshotEnvironment(access, work.startedAt, work.odooImage),
    retention: { type: payload.retention.type, expires_at: payload.retention.expires_at ?? null },
  });
}

function storedAs({ stored }: WrittenComponent) {
  return stored ? { stored: { size: stored.sizeBytes, checksum: stored.sha256 } } : {};
}
