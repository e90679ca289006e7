/** PLANA's layout: `{slug}/backup-YYYYMMDDTHHMMSS.dump.gz`, its filestore beside it, insurance in a folder of its own. Pure. */

export interface PlanaBackup {
  slug: string;
  /** As the name says it, in UTC. */
  takenAt: Date;
  insurance: boolean;
  /** Where the filestore of the same moment would lie. */
  filestoreKey: string;
  /** Where the manifest lies that makes a pair a backup of ours. */
  manifestKey: string;
}

const DUMP = /^([^/]+)\/(insurance\/)?backup-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.dump\.gz$/;
const FILESTORE = /^([^/]+\/(?:insurance\/)?)filestore-(\d{8}T\d{6})\.tar\.gz$/;
const MANIFEST = /^([^/]+\/(?:insurance\/)?)backup-(\d{8}T\d{6})\.manifest\.json$/;

/** undefined: it is no dump of PLANA's. */
export function planaBackup(key: string): PlanaBackup | undefined {
  const [, slug, insurance = '', ...parts] = DUMP.exec(key) ?? [];
  if (slug === undefined) return undefined;
  const [year, month, day, hour, minute, second] = parts as [string, string, string, string, string, string];
  const takenAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(takenAt.getTime())) return undefined;
  const [folder, moment] = [`${slug}/${insurance}`, `${year}${month}${day}T${hour}${minute}${second}`];
  return {
    slug,
    takenAt,
    insurance: insurance !== '',
    filestoreKey: `${folder}filestore-${moment}.tar.gz`,
    manifestKey: `${folder}backup-${moment}.manifest.json`,
  };
}

/** The key of a dump of that second, in UTC. */
export function planaKey({ slug, takenAt, insurance }: Pick<PlanaBackup, 'slug' | 'takenAt' | 'insurance'>): string {
  const moment = takenAt.toISOString().replaceAll(/[-:]|\.\d+Z$/g, '');
  return `${slug}/${insurance ? 'insurance/' : ''}backup-${moment}.dump.gz`;
}

/** The dump that a filestore or a manifest lies beside; undefined: the key is that of neither. */
export function planaDumpOf(key: string): string | undefined {
  const [, folder, moment] = FILESTORE.exec(key) ?? MANIFEST.exec(key) ?? [];
  return folder === undefined ? undefined : `${folder}backup-${moment}.dump.gz`;
}

/** What the name of an object promises; undefined: nothing that could be imported. Backups of ours are nothing of the kind. */
export function foreignLayout(key: string): 'plana' | 'odoo_zip' | undefined {
  if (key.startsWith('organizations/')) return undefined;
  if (planaBackup(key)) return 'plana';
  return key.endsWith('.zip') ? 'odoo_zip' : undefined;
}

export const isPlanaFilestore = (key: string): boolean => FILESTORE.test(key);
