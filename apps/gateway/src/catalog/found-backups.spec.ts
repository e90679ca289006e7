import { sampleFound } from '../../testing/sample-found';
import { type CatalogExtract, judge, recoveredBackup, recoveredEnvironment, recoveredProject } from './found-backups';

const found = sampleFound();
const { organization_id: ours, project_id, environment_id, backup_id, task_id } = found;
const THEIRS = 'another';
const present = {
  organization_id: ours,
  task_id: 'made it' as string | null,
  status: 'completed' as const,
  storage_config_id: found.storage_config_id,
  database_checksum: found.database.sha256,
};
const EMPTY: CatalogExtract = {
  organizations: new Set(),
  users: new Set(),
  projects: new Map(),
  environments: new Map(),
  backups: new Map(),
};

describe('judge', () => {
  it.each<[string, Partial<CatalogExtract>, string]>([
    ['is new to an empty catalog', {}, 'new'],
    [
      'is new beside its project and environment',
      {
        projects: new Map([[project_id, { organization_id: ours }]]),
        environments: new Map([[environment_id, { organization_id: ours, project_id }]]),
      },
      'new',
    ],
    ['is known', { backups: new Map([[backup_id, present]]) }, 'known'],
    [
      'is a copy, being known in another storage',
      { backups: new Map([[backup_id, { ...present, storage_config_id: 'other' }]]) },
      'copy',
    ],
    [
      'is known only, when the catalog has another content in another storage',
      { backups: new Map([[backup_id, { ...present, storage_config_id: 'other', database_checksum: 'x' }]]) },
      'known',
    ],
    [
      'is known only, when it was deleted',
      { backups: new Map([[backup_id, { ...present, status: 'deleted' as const, storage_config_id: 'other' }]]) },
      'known',
    ],
    ['was added by the same task', { backups: new Map([[backup_id, { ...present, task_id }]]) }, 'added'],
    [
      "is another organization's",
      { backups: new Map([[backup_id, { ...present, organization_id: THEIRS }]]) },
      'refused',
    ],
    [
      'has the environment of another organization',
      {
        environments: new Map([[environment_id, { organization_id: THEIRS, project_id }]]),
      },
      'refused',
    ],
    [
      'has the project of another organization',
      {
        projects: new Map([[project_id, { organization_id: THEIRS }]]),
      },
      'refused',
    ],
  ])('says that a backup %s', (_, catalog, kind) => {
    expect(judge(found, { ...EMPTY, ...catalog })).toMatchObject({ kind });
  });

  it('refuses what was made for another organization that is still there, and adopts it when that is gone', () => {
    const inherited = { ...found, made_for_organization_id: THEIRS };
    expect(judge(inherited, { ...EMPTY, organizations: new Set([THEIRS]) })).toMatchObject({ kind: 'refused' });
    expect(judge(inherited, EMPTY)).toEqual({ kind: 'new' });
  });
});

describe('what a snapshot says', () => {
  it('becomes the project and the environment that were there, without a server', () => {
    expect(recoveredProject(found)).toEqual({
      id: project_id,
      organization_id: ours,
      name: 'Shop',
      slug: 'shop',
      odoo_version: '18.0',
    });
    expect(recoveredEnvironment(found, project_id)).toEqual({
      id: environment_id,
      organization_id: ours,
      project_id,
      server_id: null,
      name: 'Production Überall',
      slug: 'production-uberall',
      type: 'staging',
      status: 'recovered',
      db_name: 'prod.example.com',
      container_name: null,
      domain: 'prod.example.com',
      runtime: 'host',
      db_host: '/run/postgresql',
      db_port: 5433,
      db_user: 'odoo18',
      filestore_root: '/srv/filestore',
      odoo_url: 'http://127.0.0.1:8069',
    });
  });

  it.each([
    ['nothing', {}],
    ['nonsense', { environment: 'prod', project: 5 }],
    ['names that no database may have', { environment: { name: 1, type: 'x', db_name: '../etc', db_port: 'a' } }],
  ])('is made up where it is %s', (_, environment_snapshot) => {
    const odd = { ...found, environment_snapshot };
    const short = environment_id.slice(0, 8);
    expect(recoveredEnvironment(odd, project_id)).toMatchObject({
      name: `Recovered ${short}`,
      db_name: `recovered-${short}`,
      type: 'production',
      runtime: 'host',
      db_port: null,
    });
    expect(recoveredProject(odd)).toMatchObject({ name: `Recovered ${project_id.slice(0, 8)}` });
  });

  it('is of a container where it names one and no runtime', () => {
    const old = { ...found, environment_snapshot: { environment: { container_name: 'x_odoo' } } };
    expect(recoveredEnvironment(old, project_id)).toMatchObject({ runtime: 'docker', container_name: 'x_odoo' });
  });
});

describe('a recovered backup', () => {
  it('is completed and uploaded, not verified, and keeps its own times and its expiry', () => {
    expect(recoveredBackup(found, project_id, null)).toMatchObject({
      id: backup_id,
      task_id,
      status: 'completed',
      backup_type: 'scheduled',
      is_verified: false,
      verification_levels: { uploaded: '2024-12-11T10:35:23.000Z' },
      create_date: new Date('2024-12-11T10:29:00.000Z'),
      completed_at: new Date('2024-12-11T10:35:23.000Z'),
      retention_type: 'daily',
      expires_at: new Date('2024-12-18T10:30:00.000Z'),
      attempt: 2,
      database_key: found.key,
      sidecar_key: found.manifest_key,
      compressed_size: found.object_size_bytes,
      database_checksum: found.database.sha256,
    });
  });
});
