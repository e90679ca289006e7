import { type Manifest, parseSidecar, planaBackup } from '@app/archive';
import { FoundBackupPayload, type BackupRescanPayload, validatePayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { completedPayload } from '../backups/completed-payload';
import type { ObjectPair } from './rescan-pairs';

const UUID = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
const PLACE = new RegExp(`^organizations/${UUID}/projects/${UUID}/environments/${UUID}/${UUID}$`);

/**
 * A backup as its place and its manifest tell of it. When it was completed is what the storage says of the object.
 * @throws StrongroomError ARCHIVE_INVALID or MESSAGE_INVALID when they do not agree, or are not those of a backup
 */
export function foundBackup(
  rescan: BackupRescanPayload,
  { stem, archive, sidecar, filestore: files }: ObjectPair,
  manifestText: string,
  location: string,
): FoundBackupPayload {
  if (archive === undefined || sidecar === undefined) throw invalid('Its dump or its ZIP is not there');
  const manifest = parseSidecar(manifestText);
  const { made_for_organization_id, project_id, environment_id, backup_id } = planaBackup(archive.key)
    ? claimOf(manifest)
    : placeOf(stem);
  if (manifest.backup_id !== backup_id || manifest.environment_id !== environment_id)
    throw invalid(`It speaks of the backup ${manifest.backup_id} of the environment ${manifest.environment_id}`);
  const bytes = archive.sizeBytes + (manifest.filestore?.key ? (files?.sizeBytes ?? 0) : 0);
  if (manifest.object.size !== bytes)
    throw invalid(`What lies there has ${bytes} bytes where it says ${manifest.object.size}`);

  const completedAt = archive.modifiedAt;
  const { organization_id, storage_config_id, task_id } = rescan;
  const { backup_type, retention, attachments, filestore } = manifest;
  const completed = completedPayload(
    { project_id, storage_config_id, backup_type, retention } as Parameters<typeof completedPayload>[0],
    {
      manifest,
      startedAt: startOf(manifest.environment_snapshot) ?? new Date(manifest.created_at),
      completedAt,
      archiveKey: archive.key,
      sidecarKey: sidecar.key,
      location,
      objectSizeBytes: bytes,
      verification: { level: 'uploaded', verified_at: completedAt.toISOString() },
    },
  );
  return validatePayload('a found backup', FoundBackupPayload, {
    ...completed,
    organization_id,
    environment_id,
    task_id,
    backup_id,
    attempt: Math.max(1, manifest.attempt),
    made_for_organization_id,
    include_filestore: filestore !== null || attachments !== null,
    created_by: manifest.created_by,
    created_at: manifest.created_at,
  });
}

interface Place {
  made_for_organization_id: string;
  project_id: string;
  environment_id: string;
  backup_id: string;
}

function placeOf(stem: string): Place {
  const [, made_for_organization_id, project_id, environment_id, backup_id] = PLACE.exec(stem) ?? [];
  if (made_for_organization_id === undefined) throw invalid('It does not lie where backups are put');
  return { made_for_organization_id, project_id: project_id!, environment_id: environment_id!, backup_id: backup_id! };
}

/** The place of a pair tells only what its environment was called: the manifest says whose it is. */
function claimOf({ backup_id, environment_id, environment_snapshot }: Manifest): Place {
  const { environment, project } = environment_snapshot as Partial<
    Record<'environment' | 'project', { id?: string; organization_id?: string }>
  >;
  const organization = environment?.organization_id;
  if (organization === undefined || project?.id === undefined) throw invalid('It does not say whose it is');
  return { made_for_organization_id: organization, project_id: project.id, environment_id, backup_id };
}

function startOf({ timestamp }: Record<string, unknown>): Date | undefined {
  const date = new Date(typeof timestamp === 'string' ? timestamp : NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const invalid = (message: string) => new StrongroomError('ARCHIVE_INVALID', message);
