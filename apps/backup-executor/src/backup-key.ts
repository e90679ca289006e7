interface BackupPlace {
  organization_id: string;
  project_id: string;
  environment_id: string;
  backup_id: string;
}

/** The entry of the journal that says where a backup lies: where its leftovers are looked for. */
export const KEY_NOTED = 'key';

/** Where the ZIP of a backup lies in its storage. */
export function zipKey(place: BackupPlace): string {
  const folder = `organizations/${place.organization_id}/projects/${place.project_id}/environments/${place.environment_id}`;
  return `${folder}/${place.backup_id}.zip`;
}
