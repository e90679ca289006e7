/** The manifest of a backup as it lies beside its ZIP, for a ZIP of a given size. */
import { randomUUID } from 'node:crypto';
import { buildManifest, buildSidecar, manifestText, type Sidecar } from '@app/archive';
import { sampleInput } from '../../../libs/archive/testing/sample-backup';

export interface StoredBackup {
  backupId: string;
  environmentId: string;
  /** The key of both objects without their endings. */
  stem: string;
  sidecar: Sidecar;
  /** As it is stored. */
  text: string;
}

export function storedBackup(objectBytes: number, alter: (sidecar: Sidecar) => Sidecar = (same) => same): StoredBackup {
  const [organizationId, projectId, environmentId, backupId] = [1, 2, 3, 4].map(() => randomUUID());
  const stem = `organizations/${organizationId}/projects/${projectId}/environments/${environmentId}/${backupId}`;
  const input = sampleInput(Buffer.from('dump'), Buffer.from('files'));
  const manifest = buildManifest({ ...input, backup_id: backupId!, environment_id: environmentId! });
  const sidecar = alter(buildSidecar(manifest, { key: `${stem}.zip`, size: objectBytes, members: [] }));
  return { backupId: backupId!, environmentId: environmentId!, stem, sidecar, text: manifestText(sidecar) };
}
