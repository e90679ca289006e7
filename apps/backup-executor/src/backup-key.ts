interface BackupPlace {
  organization_id: string;
  project_id: string;
  environment_id: string;
  backup_id: string;
}

/** Where a backup lies in its storage: the ZIP, and beside it the manifest that is written last. */
export function backupKeys(place: BackupPlace): { archive: string; sidecar: string } {
  const folder = `organizations/${place.organization_id}/projects/${place.project_id}/environments/${place.environment_id}`;
  return { archive: `${folder}/${place.backup_id}.zip`, sidecar: `${folder}/${place.backup_id}.manifest.json` };
}
