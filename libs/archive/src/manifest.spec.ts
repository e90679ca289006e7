import { sampleInput } from '../testing/sample-backup';
import { buildManifest, buildSidecar, manifestText, parseManifest, parseSidecar } from './manifest';

const manifest = buildManifest(sampleInput(Buffer.from('dump'), Buffer.from('files')));

describe('buildManifest', () => {
  it('has the fields of version 1.0', () => {
    expect(manifest).toMatchObject({
      version: '1.0',
      backup_id: '550e8400-e29b-41d4-a716-446655440000',
      environment_id: '660e8400-e29b-41d4-a716-446655440000',
      backup_type: 'manual',
      created_at: '2024-12-11T10:30:00Z',
      database: { name: 'prod_db_main', size: 4, format: 'pg_dump_custom', key: expect.stringMatching(/\.zip$/) },
      filestore: { key: null, size: 5, format: 'tar.gz' },
      environment_snapshot: { environment: { name: 'Production' } },
      retention: { type: 'daily', expires_at: '2024-12-18T10:30:00Z' },
      degraded: false,
    });
  });

  it.each([
    [{ missing: 1, corrupt: 0 }, true],
    [{ missing: 0, corrupt: 1 }, true],
    [{ missing: 0, corrupt: 0, unreferenced: 5, foreign: 5 }, false],
  ])('derives from %j that degraded is %s', (counts, degraded) => {
    const input = sampleInput(Buffer.from('dump'), Buffer.from('files'));
    expect(buildManifest({ ...input, attachments: { ...input.attachments!, ...counts } }).degraded).toBe(degraded);
  });

  it('has no filestore where none was backed up', () => {
    const bare = buildManifest(sampleInput(Buffer.from('dump'), null));
    expect([bare.filestore, bare.attachments, bare.degraded]).toEqual([null, null, false]);
    expect(parseManifest(manifestText(bare))).toEqual(bare);
  });
});

describe('parseManifest', () => {
  it('reads back what was written, and keeps fields that it does not know', () => {
    const newer = { ...manifest, newer: { field: 1 }, database: { ...manifest.database, blocks: 7 } };
    expect(parseManifest(manifestText(newer))).toEqual(newer);
  });

  const without = (field: string) => Object.fromEntries(Object.entries(manifest).filter(([name]) => name !== field));
  it.each<[string, unknown, string]>([
    ['another version', { ...manifest, version: '2.0' }, 'version is not "1.0"'],
    ['a missing id', without('backup_id'), 'backup_id is missing'],
    ['no word about the filestore', without('filestore'), 'filestore is missing'],
    [
      'a negative size',
      { ...manifest, database: { ...manifest.database, size: -1 } },
      'database.size is not a whole number',
    ],
    [
      'a short checksum',
      { ...manifest, filestore: { ...manifest.filestore, checksum: 'f6e5' } },
      'filestore.checksum is not a SHA-256',
    ],
    ['a time that is none', { ...manifest, created_at: 'yesterday' }, 'created_at is not a time'],
    ['warnings of another form', { ...manifest, warnings: ['careful'] }, 'warnings[0] is not an object'],
    ['a list', [], 'the document is not an object'],
    ['null', null, 'the document is not an object'],
  ])('refuses %s and says so', (_what, document, problem) => {
    expect(() => parseManifest(JSON.stringify(document))).toThrow(
      expect.objectContaining({ code: 'ARCHIVE_INVALID', message: expect.stringContaining(problem) }),
    );
  });

  it('names every problem at once', () => {
    expect(() => parseManifest(JSON.stringify({ ...manifest, attempt: 'first', degraded: 1 }))).toThrow(
      /degraded is not true or false; attempt is not a whole number/,
    );
  });

  it('refuses what is not JSON', () => {
    expect(() => parseManifest('PK')).toThrow(expect.objectContaining({ code: 'ARCHIVE_INVALID' }));
  });
});

describe('parseSidecar', () => {
  const object = {
    key: manifest.database.key,
    size: 1000,
    sha256: manifest.database.checksum,
    members: [{ name: 'dump.sql', offset: 38, size: 4 }],
  };

  it('reads back what was written', () => {
    const sidecar = buildSidecar(manifest, object);
    expect(parseSidecar(manifestText(sidecar))).toEqual(sidecar);
    expect(parseManifest(manifestText(sidecar))).toEqual(sidecar);
  });

  it('refuses a manifest without the object', () => {
    expect(() => parseSidecar(manifestText(manifest))).toThrow(/object is missing/);
  });
});
