/** What the catalog says of one storage, by pages in the order of the ids; nothing is locked for it. */
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { keysOf } from '@app/archive';
import type {
  KnownObjectPayload,
  KnownObjectsPage,
  KnownObjectsRequest,
  KnownObjectsSource,
  KnownObjectState,
} from '@app/contracts';

/** So that an answer stays far below the size that a message may have. */
const OBJECTS_A_PAGE = 1000;

/** Two configs may point to the same place: what is known by the one is no orphan of the other. */
const SAME_PLACE = `
SELECT other.id FROM storage_configs AS one JOIN storage_configs AS other
    ON (other.provider, other.endpoint, other.bucket, other.prefix, other.path)
       IS NOT DISTINCT FROM (one.provider, one.endpoint, one.bucket, one.prefix, one.path)
 WHERE one.id = $1`;

/** A backup that failed has no object; what it may have left is nobody's. */
const PAGES: Readonly<Record<KnownObjectsSource, string>> = {
  backups: `
SELECT id, id AS backup_id, NULL AS copy_id, storage_config_id = $1 AS own, database_key AS key, sidecar_key AS manifest_key,
       filestore_size > 0 AS has_filestore,
       CASE WHEN status IN ('pending', 'in_progress', 'uploading') THEN 'underway'
            WHEN status = 'completed' THEN 'stored' ELSE 'leaving' END AS state
  FROM backups
 WHERE storage_config_id = ANY($2) AND ($3::uuid IS NULL OR id > $3)
   AND (database_key IS NOT NULL OR status IN ('pending', 'in_progress', 'uploading'))
 ORDER BY id LIMIT ${OBJECTS_A_PAGE}`,
  copies: `
SELECT id, backup_id, id AS copy_id, storage_config_id = $1 AS own, key, NULL AS manifest_key,
       (SELECT filestore_size > 0 FROM backups WHERE backups.id = backup_id) AS has_filestore,
       CASE WHEN status IN ('pending', 'in_progress') THEN 'underway'
            WHEN status = 'completed' THEN 'stored' ELSE 'leaving' END AS state
  FROM backup_copies
 WHERE storage_config_id = ANY($2) AND ($3::uuid IS NULL OR id > $3)
   AND (key IS NOT NULL OR status IN ('pending', 'in_progress'))
 ORDER BY id LIMIT ${OBJECTS_A_PAGE}`,
};

interface Row {
  id: string;
  backup_id: string;
  copy_id: string | null;
  own: boolean;
  key: string | null;
  manifest_key: string | null;
  has_filestore: boolean | null;
  state: KnownObjectState;
}

@Injectable()
export class KnownObjects {
  constructor(private readonly dataSource: DataSource) {}

  async page({ storage_config_id, of, after }: KnownObjectsRequest): Promise<KnownObjectsPage> {
    const places: { id: string }[] = await this.dataSource.query(SAME_PLACE, [storage_config_id]);
    const ids = places.map(({ id }) => id);
    const rows: Row[] = await this.dataSource.query(PAGES[of], [storage_config_id, ids, after]);
    const next = rows.length === OBJECTS_A_PAGE ? rows.at(-1)!.id : null;
    return { objects: rows.map(known), next };
  }
}

function known({ id: _id, key, manifest_key, has_filestore, ...row }: Row): KnownObjectPayload {
  if (key === null) return { ...row, key, manifest_key };
  const { sidecar, filestore } = keysOf(key);
  return {
    ...row,
    key,
    manifest_key: manifest_key ?? sidecar,
    ...(has_filestore && filestore !== undefined && { filestore_key: filestore }),
  };
}
