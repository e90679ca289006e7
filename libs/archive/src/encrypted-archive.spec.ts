import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { MemorySink, noise } from '../testing/byte-streams';
import { exitGated } from '../testing/exit-gated';
import { MemoryReader, sampleArchive, sealedArchive } from '../testing/sample-backup';
import { BackupArchiveWriter } from './backup-archive-writer';
import { openBackupArchive } from './backup-archive-reader';
import { addComponent } from './component-writer';
import { encryptionKeyId, generateEncryptionKey, provesToOpen, recipientOf, requireRecipient } from './encryption-keys';
import { manifestText, parseManifest, type Manifest } from './manifest';

const dump = noise(1, 1_500_000);
const filestore = noise(2, 1_200_000);
const KEY_MISSING = { code: 'ENCRYPTION_KEY_MISSING', kind: 'operator', retryable: false };

let key: { identity: string; recipient: string };
let object: Buffer;
let manifest: Manifest;
beforeAll(async () => {
  key = await generateEncryptionKey();
  ({ object, manifest } = await sealedArchive(dump, filestore, key.recipient));
});

describe('an encrypted backup', () => {
  it('is a ZIP of age files whose manifest anybody can read', async () => {
    const archive = await openBackupArchive(new MemoryReader(object));
    expect(archive.members.map(({ name }) => name)).toEqual(['dump.sql.age', 'filestore.tar.gz.age', 'manifest.json']);
    expect(archive.manifest).toEqual(manifest);
    expect(manifest).toMatchObject({
      encryption: { format: 'age', key_id: encryptionKeyId(key.recipient), recipient: key.recipient },
      database: { size: dump.length, stored: { size: archive.members[0]!.sizeBytes } },
      filestore: { size: filestore.length, stored: { size: archive.members[1]!.sizeBytes } },
    });
    expect([object.includes(dump.subarray(500_000, 500_100)), object.includes(key.identity)]).toEqual([false, false]);
  });

  it('gives its components back in the clear to whoever has the identity, among others', async () => {
    const { identity: other } = await generateEncryptionKey();
    const archive = await openBackupArchive(new MemoryReader(object), { identities: [other, key.identity] });
    expect((await buffer(await archive.open('dump.sql'))).equals(dump)).toBe(true);
    expect((await buffer(await archive.open('filestore.tar.gz'))).equals(filestore)).toBe(true);
    expect(await buffer(await archive.open('manifest.json'))).toEqual(Buffer.from(manifestText(manifest)));
  });

  it('may have no filestore, and an empty dump', async () => {
    const small = await sealedArchive(Buffer.alloc(0), null, key.recipient);
    const archive = await openBackupArchive(new MemoryReader(small.object), { identities: [key.identity] });
    expect((await buffer(await archive.open('dump.sql'))).length).toBe(0);
    await expect(archive.open('filestore.tar.gz')).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
  });

  it('is refused before anything is read of it when no identity fits, naming the key that is needed', async () => {
    const { identity: other } = await generateEncryptionKey();
    for (const identities of [[], [other]]) {
      const reader = new MemoryReader(object);
      const refused: unknown = await openBackupArchive(reader, { identities }).catch((error: unknown) => error);
      expect(refused).toMatchObject({
        ...KEY_MISSING,
        message: expect.stringContaining(encryptionKeyId(key.recipient)) as string,
        details: { key_id: encryptionKeyId(key.recipient), recipient: key.recipient },
      });
      expect(reader.ranges).toHaveLength(1);
    }
    const withoutKeys = await openBackupArchive(new MemoryReader(object));
    await expect(withoutKeys.open('dump.sql')).rejects.toMatchObject(KEY_MISSING);
  });

  it('is compared with its manifest as it lies there without any key', async () => {
    const archive = await openBackupArchive(new MemoryReader(object));
    const stored = await buffer(await archive.openStored('dump.sql.age'));
    expect(stored.length).toBe(manifest.database.stored!.size);
    await expect(archive.openStored('dump.sql')).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
    const altered = Buffer.from(object);
    altered[700_000]! ^= 1;
    const damaged = await openBackupArchive(new MemoryReader(altered), { identities: [key.identity] });
    for (const open of [damaged.openStored('dump.sql.age'), damaged.open('dump.sql')])
      await expect(buffer(await open)).rejects.toMatchObject({ code: 'ARCHIVE_CORRUPT' });
  });

  it('is corrupt when what was sealed is not what its manifest says', async () => {
    const other = await sealedArchive(noise(9, dump.length), filestore, key.recipient);
    const lying = {
      ...other.manifest.database,
      stored: other.manifest.database.stored!,
      checksum: manifest.database.checksum,
    };
    const text = manifestText({ ...other.manifest, database: lying });
    const sink = new MemorySink();
    const writer = new BackupArchiveWriter(sink);
    const source = await openBackupArchive(new MemoryReader(other.object));
    for (const name of ['dump.sql.age', 'filestore.tar.gz.age'])
      await writer.addMember(name, await source.openStored(name));
    await writer.addMember('manifest.json', Readable.from([Buffer.from(text)]));
    await writer.finish();
    const archive = await openBackupArchive(new MemoryReader(sink.content()), { identities: [key.identity] });
    await expect(buffer(await archive.open('dump.sql'))).rejects.toMatchObject({
      code: 'ARCHIVE_CORRUPT',
      message: expect.stringContaining('where the manifest says') as string,
    });
  });

  it('passes on what the storage says, and what the signal says', async () => {
    const short = (bytes: Buffer) => (bytes.length > 1_100_000 ? bytes.subarray(0, 900_000) : bytes);
    const cut = await openBackupArchive(new MemoryReader(object, short), { identities: [key.identity] });
    await expect(buffer(await cut.open('dump.sql'))).rejects.toMatchObject({ code: 'OBJECT_TRUNCATED' });
    const abort = new AbortController();
    const whole = await openBackupArchive(new MemoryReader(object), { identities: [key.identity] });
    const reading = buffer(await whole.open('dump.sql', { signal: abort.signal }));
    abort.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a manifest', () => {
  it('of the time before encryption says that there is none', async () => {
    const plain = await sampleArchive(dump, filestore);
    const { encryption, ...older } = plain.manifest;
    expect(encryption).toBeNull();
    expect(parseManifest(JSON.stringify(older))).toEqual(plain.manifest);
    const archive = await openBackupArchive(new MemoryReader(plain.object), { identities: [] });
    expect((await buffer(await archive.open('dump.sql'))).equals(dump)).toBe(true);
  });

  it.each<[string, (of: Manifest) => unknown, string]>([
    ['another format', (of) => ({ ...of, encryption: { ...of.encryption, format: 'gpg' } }), 'encryption.format'],
    ['a key without a name', (of) => ({ ...of, encryption: { ...of.encryption, key_id: '' } }), 'encryption.key_id'],
    [
      'no stored dump',
      (of) => ({ ...of, database: { ...of.database, stored: undefined } }),
      'database.stored is missing',
    ],
    ['no stored files', (of) => ({ ...of, filestore: { ...of.filestore, stored: undefined } }), 'filestore.stored'],
    [
      'a short sum',
      (of) => ({ ...of, database: { ...of.database, stored: { size: 1, checksum: '' } } }),
      'stored.checksum',
    ],
  ])('is refused with %s', (_what, change, problem) => {
    expect(() => parseManifest(JSON.stringify(change(manifest)))).toThrow(problem);
  });
});

describe('addComponent', () => {
  it('tells of plain and stored bytes, and leaves a component plain that has no recipient', async () => {
    const writer = new BackupArchiveWriter(new MemorySink());
    const sealed = await addComponent(writer, 'dump.sql', Readable.from([dump]), { recipient: key.recipient });
    const { size: sizeBytes, checksum: sha256 } = manifest.database;
    expect(sealed).toMatchObject({ sizeBytes, sha256, stored: { sizeBytes: manifest.database.stored!.size } });
    const plain = await addComponent(writer, 'other', Readable.from([dump]));
    expect(plain).toEqual({ sizeBytes, sha256, stored: null });
    expect((await writer.finish()).members.map(({ name }) => name)).toEqual(['dump.sql.age', 'other']);
  });

  it('rejects with the error of its source, and leaves no archive', async () => {
    for (const script of ['printf half; exit 1', 'printf half; exec >&-; sleep 0.2; exit 1']) {
      const sink = new MemorySink();
      const writer = new BackupArchiveWriter(sink);
      const added = addComponent(writer, 'dump.sql', exitGated(script), { recipient: key.recipient });
      await expect(added).rejects.toThrow('exited with 1');
      await expect(writer.finish()).rejects.toThrow('exited with 1');
      expect([sink.finished, sink.destroyed]).toEqual([false, true]);
    }
  });

  it('rejects with the error of the sink, and ends its source', async () => {
    const sink = new MemorySink({ highWaterMark: 1 });
    sink._write = (_chunk, _encoding, done: (error?: Error) => void) => done(new Error('the disk is full'));
    const source = exitGated('yes');
    const added = addComponent(new BackupArchiveWriter(sink), 'dump.sql', source, { recipient: key.recipient });
    await expect(added).rejects.toThrow('the disk is full');
    await new Promise((resolve) => (source.closed ? resolve(0) : source.once('close', resolve)));
    expect(source.destroyed).toBe(true);
  });

  it('ends its source when the archive is given up', async () => {
    const abort = new AbortController();
    const source = new Readable({ read() {} });
    const writer = new BackupArchiveWriter(new MemorySink(), abort.signal);
    const added = addComponent(writer, 'dump.sql', source, { recipient: key.recipient });
    abort.abort(new Error('cancelled'));
    await expect(added).rejects.toThrow('cancelled');
    expect(source.destroyed).toBe(true);
    const late = new Readable({ read() {} });
    await expect(addComponent(writer, 'x', late, { recipient: key.recipient })).rejects.toThrow('cancelled');
    await new Promise((resolve) => (late.closed ? resolve(0) : late.once('close', resolve)));
  });
});

describe('a key', () => {
  it('has a name that follows from its recipient', async () => {
    expect(encryptionKeyId(key.recipient)).toMatch(/^[0-9a-f]{16}$/);
    expect(await recipientOf(key.identity)).toBe(key.recipient);
  });

  it('is proven by opening what it sealed', async () => {
    expect(await provesToOpen(key.identity, key.recipient)).toBe(true);
    expect(await provesToOpen((await generateEncryptionKey()).identity, key.recipient)).toBe(false);
  });

  it('is refused when it is none, and never shown', async () => {
    const invalid = { code: 'ENCRYPTION_KEY_INVALID', kind: 'operator' };
    const wrong = key.recipient.slice(0, -1) + (key.recipient.endsWith('q') ? 'p' : 'q');
    for (const recipient of ['', 'age1', wrong, key.identity, `${key.recipient}\n`, 'age1pq1'])
      await expect(requireRecipient(recipient)).rejects.toMatchObject({
        ...invalid,
        message: 'The recipient is no X25519 recipient of age',
      });
    await expect(requireRecipient(key.recipient)).resolves.toBeUndefined();
    const broken = `${key.identity.slice(0, -1)}${key.identity.endsWith('Q') ? 'P' : 'Q'}`;
    for (const identity of ['', key.recipient, broken]) {
      const error: unknown = await recipientOf(identity).catch((reason: unknown) => reason);
      expect(error).toMatchObject(invalid);
      if (identity !== '') expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(identity);
    }
  });
});
