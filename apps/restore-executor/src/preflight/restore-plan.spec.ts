import type { Manifest } from '@app/archive';
import type { InPlacePayload, RestoreRunPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { Room } from '@app/odoo';
import { replacedName } from '../build/restore-names';
import type { PlanFacts } from './plan-facts';
import { describePlan } from './restore-plan';

const MB = 1_000_000;
const ID = '5f1b0000-0000-4000-8000-000000000001';
const OLD = replacedName(ID);
const IN_PLACE: InPlacePayload = {
  strategy: 'swap',
  freeze: 'database',
  keep_replaced_seconds: 60,
  stops_environments: [],
};
const disk = (mountPoint: string, freeMb: number, totalMb: number) => ({
  mountPoint,
  freeBytes: freeMb * MB,
  totalBytes: totalMb * MB,
});
const ROOM: Room = {
  postgresVersion: '17.6',
  postgresMajor: 17,
  databaseBytes: 800 * MB,
  databaseDisk: disk('/var/lib/postgresql', 2000, 9000),
  filestoreBytes: 300 * MB,
  filestoreDisk: disk('/var/lib/odoo', 1000, 5000),
  mayCreateDatabases: true,
  ownsDatabase: true,
  holders: [],
};
const MANIFEST = {
  created_at: '2026-11-20T02:00:00.000Z',
  encryption: null,
  database: { size: 200 * MB, live_size: 1000 * MB, pg_version: '17.2' },
  filestore: { size: 350 * MB, tar_size: 400 * MB, files: 900 },
  environment_snapshot: { project: { odoo_version: '18.0' } },
} as unknown as Manifest;
const SOURCE = {
  manifest: MANIFEST,
  storageConfigId: ID,
  storageName: 'Disk',
  objectBytes: 551 * MB,
  lostPlaces: [] as string[],
};
type Changes = Omit<Partial<PlanFacts>, 'command' | 'server'> & {
  command?: Partial<RestoreRunPayload>;
  room?: Partial<Room>;
  databases?: string[];
  filestores?: string[];
};

function facts({ command, room, databases = ['prod'], filestores = ['prod'], ...rest }: Changes = {}): PlanFacts {
  const asked = {
    restore_id: ID,
    backup_id: ID,
    target_db: 'prod',
    restore_filestore: true,
    in_place: IN_PLACE,
    ...command,
  };
  return {
    command: asked as RestoreRunPayload,
    source: SOURCE,
    server: { room: { ...ROOM, ...room }, databases: new Set(databases), filestores: new Set(filestores) },
    odooVersion: '18.0',
    failures: [],
    warnings: [],
    ...rest,
  };
}
const CLONE = { in_place: undefined, target_db: 'clone' };
const DROP_FIRST = { in_place: { ...IN_PLACE, strategy: 'drop_first' as const } };
const plan = (changes?: Changes) => describePlan(facts(changes), 100 * MB);
const codes = (changes?: Changes) => plan(changes).problems.map(({ code }) => code);
const warned = (changes?: Changes) => plan(changes).warnings.map(({ code }) => code);

describe('the plan of a restore', () => {
  it('says what is read, what is needed where, and how long nobody can work', () => {
    expect(plan()).toMatchObject({
      source: { storage_name: 'Disk', dump_bytes: 200 * MB, filestore_files: 900, encrypted: false },
      versions: { postgres_backup: '17.2', postgres_server: '17.6', odoo_backup: '18.0', odoo_environment: '18.0' },
      disks: [
        { holds: ['database'], needed_bytes: 1100 * MB, free_bytes: 2000 * MB, freed_bytes: 0, is_enough: true },
        { holds: ['filestore'], needed_bytes: 500 * MB, free_bytes: 1000 * MB, freed_bytes: 0, is_enough: true },
      ],
      downtime: { seconds: 2, basis: expect.stringMatching(/whatever the size/) as string },
      problems: [],
      warnings: [],
    });
  });

  it.each([
    ['a clone', CLONE, 'preflight load_database load_filestore neutralize prepare checks name'],
    ['a clone as it is', { ...CLONE, neutralize: false }, 'preflight load_database load_filestore prepare checks name'],
    ['the files of a clone', { ...CLONE, restore_database: false }, 'preflight load_filestore checks name'],
    [
      'a swap',
      {},
      'preflight insurance load_database load_filestore prepare checks freeze swap_database swap_filestore unfreeze checks_after',
    ],
    [
      'the database alone',
      { restore_filestore: false },
      'preflight insurance load_database prepare checks freeze swap_database unfreeze checks_after',
    ],
    [
      'what is dropped first',
      DROP_FIRST,
      'preflight insurance freeze drop_database drop_filestore load_database load_filestore prepare checks swap_filestore swap_database unfreeze checks_after',
    ],
  ])('names the steps of %s', (_what, command, steps) => {
    expect(plan({ command }).steps.map(({ name }) => name)).toEqual(steps.split(' '));
  });

  it('says which steps stop Odoo, and that there will be no insurance', () => {
    const in_place = { ...IN_PLACE, freeze: 'workload' as const, skip_insurance_reason: 'the disk is dead' };
    const texts = plan({ command: { in_place } }).steps.map(({ text }) => text);
    expect(texts.filter((text) => /container/.test(text))).toHaveLength(2);
    expect(texts).toContain('Left out on request: the disk is dead');
  });

  it.each<[string, Changes, string[]]>([
    [
      'a backup without the filestore',
      { source: { ...SOURCE, manifest: { ...MANIFEST, filestore: null } } },
      ['BACKUP_WITHOUT_FILESTORE'],
    ],
    [
      'a clone whose names are taken',
      { command: CLONE, databases: ['clone'], filestores: ['clone'] },
      ['DATABASE_EXISTS', 'FILESTORE_EXISTS'],
    ],
    [
      'what an earlier restore has left',
      { databases: ['prod', OLD], filestores: ['prod', OLD] },
      ['DATABASE_EXISTS', 'FILESTORE_EXISTS'],
    ],
    [
      'too few rights',
      { room: { mayCreateDatabases: false, ownsDatabase: false } },
      ['DATABASE_AUTH_FAILED', 'DATABASE_AUTH_FAILED'],
    ],
    ['a clone beside the database of another role', { command: CLONE, room: { ownsDatabase: false } }, []],
    ['sessions that cannot be ended', { room: { holders: ['a session of the role bi'] } }, ['DATABASE_BUSY']],
    ['a clone beside such sessions', { command: CLONE, room: { holders: ['a session of the role bi'] } }, []],
    ['another Odoo', { odooVersion: '19.0' }, ['ODOO_VERSION_MISMATCH']],
    ['another way to write the version', { odooVersion: '18' }, []],
    ['a small disk of the database', { room: { databaseDisk: disk('/', 1099, 9000) } }, ['DISK_TOO_SMALL']],
    ['a small disk of the filestore', { room: { filestoreDisk: disk('/', 499, 5000) } }, ['DISK_TOO_SMALL']],
    [
      'a disk too small for both parts',
      { room: { databaseDisk: disk('/a', 1499, 7000), filestoreDisk: disk('/b', 1499, 7000) } },
      ['DISK_TOO_SMALL'],
    ],
    [
      'a disk just large enough for both',
      { room: { databaseDisk: disk('/a', 1500, 7000), filestoreDisk: disk('/b', 1500, 7000) } },
      [],
    ],
    [
      'a small disk, and the database alone',
      { command: { restore_filestore: false }, room: { filestoreDisk: disk('/', 0, 5000) } },
      [],
    ],
    [
      'a small disk where the live ones go first',
      { command: DROP_FIRST, room: { databaseDisk: disk('/', 300, 9000), filestoreDisk: disk('/', 300, 9000) } },
      ['DISK_TOO_SMALL'],
    ],
    [
      'a disk that is large enough once they are gone',
      { command: DROP_FIRST, room: { databaseDisk: disk('/', 400, 9000), filestoreDisk: disk('/', 400, 9000) } },
      [],
    ],
    [
      'everything at once',
      {
        odooVersion: '17.0',
        room: { holders: ['a session of the role bi', 'the prepared transaction x'], databaseDisk: disk('/', 0, 9000) },
      },
      ['DATABASE_BUSY', 'ODOO_VERSION_MISMATCH', 'DISK_TOO_SMALL'],
    ],
  ])('finds in the way: %s', (_what, changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });

  it('passes over what was allowed, cannot be measured, or is not there, and says so', () => {
    expect(codes({ command: { allow_other_odoo: true }, odooVersion: '19.0' })).toEqual([]);
    expect(warned({ command: { allow_other_odoo: true }, odooVersion: '19.0' })).toEqual(['ODOO_VERSION']);
    expect(warned({ room: { databaseDisk: undefined, filestoreDisk: undefined } })).toEqual(['DISK_NOT_MEASURED']);
    expect(warned({ databases: [] })).toEqual(['NOTHING_REPLACED']);
    expect(warned({ source: { ...SOURCE, lostPlaces: ['it burned'] } })).toEqual(['COPY_USED']);
  });

  it('estimates the downtime by size where the live ones are dropped first', () => {
    expect(plan({ command: DROP_FIRST }).downtime).toMatchObject({ seconds: 43 });
    expect(plan({ command: CLONE }).downtime).toMatchObject({ seconds: 0 });
  });

  it('tells what it knows when neither backup nor server can be asked', () => {
    const failures = [new StrongroomError('OBJECT_NOT_FOUND', 'gone'), new StrongroomError('SSH_UNREACHABLE', 'off')];
    const bare = describePlan({ command: facts({ command: DROP_FIRST }).command, failures, warnings: [] }, 0);
    expect(bare).toMatchObject({ source: null, versions: null, disks: [], downtime: { seconds: null } });
    expect(bare.problems.map(({ code, remedy }) => [code, remedy !== ''])).toEqual([
      ['OBJECT_NOT_FOUND', true],
      ['SSH_UNREACHABLE', true],
    ]);
  });
});
