/** What age itself makes of an encrypted backup, and what is made of a file that age has written. */
import { execFileSync } from 'node:child_process';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createHash } from 'node:crypto';
import { describeRequiring } from '../../../test/fixtures/requires';
import { noise } from '../testing/byte-streams';
import { MemoryReader, sealedArchive } from '../testing/sample-backup';
import { withDirectory } from '../testing/tar-samples';
import { openBackupArchive } from './backup-archive-reader';
import { encryptionKeyId, generateEncryptionKey, provesToOpen, recipientOf, requireRecipient } from './encryption-keys';
import { OpeningStage } from './opening-stage';

const run = (program: string, ...args: string[]) => execFileSync(program, args, { maxBuffer: 1 << 28, stdio: 'pipe' });

describeRequiring('age', 'the age program', () => {
  const dump = noise(1, 400_000);
  const filestore = noise(2, 65_536);

  it('opens the members of an encrypted backup with the identity, and with no other', () =>
    withDirectory(async (directory) => {
      const { identity, recipient } = await generateEncryptionKey();
      const { object } = await sealedArchive(dump, filestore, recipient);
      const archive = await openBackupArchive(new MemoryReader(object));
      const [keyFile, strangerFile] = [join(directory, 'key.txt'), join(directory, 'stranger.txt')];
      writeFileSync(keyFile, `# a comment\n${identity}\n`);
      writeFileSync(strangerFile, (await generateEncryptionKey()).identity);
      for (const [name, content] of [
        ['dump.sql', dump],
        ['filestore.tar.gz', filestore],
      ] as const) {
        const member = join(directory, `${name}.age`);
        writeFileSync(member, await buffer(await archive.openStored(`${name}.age`)));
        expect(run('age', '-d', '-i', keyFile, member).equals(content)).toBe(true);
        expect(() => run('age', '-d', '-i', strangerFile, member)).toThrow(/no identity matched/);
      }
    }));

  it('makes keys that are taken, and writes files that are opened', () =>
    withDirectory(async (directory) => {
      const [keyFile, file] = [join(directory, 'key.txt'), join(directory, 'dump.sql.age')];
      execFileSync('age-keygen', ['-o', keyFile], { stdio: 'pipe' });
      const identity = readFileSync(keyFile, 'utf8').trim().split('\n').at(-1)!;
      const recipient = await recipientOf(identity);
      await requireRecipient(recipient);
      expect(run('age-keygen', '-y', keyFile).toString().trim()).toBe(recipient);
      expect(await provesToOpen(identity, recipient)).toBe(true);
      expect(encryptionKeyId(recipient)).toMatch(/^[0-9a-f]{16}$/);

      writeFileSync(join(directory, 'dump.sql'), dump);
      run('age', '-r', recipient, '-o', file, join(directory, 'dump.sql'));
      const sha256 = createHash('sha256').update(dump).digest('hex');
      const opening = new OpeningStage(identity, { name: 'dump.sql', sizeBytes: dump.length, sha256 });
      expect((await buffer(createReadStream(file).pipe(opening))).equals(dump)).toBe(true);
    }));
});
