/**
 * A directory of an SFTP server. One session carries everything that goes on at a time. Renames replace their target by
 * OpenSSH's extension, and files are synced to the disk by another; a server without them is asked for what it has.
 */
import { posix } from 'node:path';
import type { Attributes } from 'ssh2';
import { type StorageSettings, StrongroomError } from '@app/core';
import type { FileSink, FileStat, FileTree, OpenFile, TreeEntry } from './file-tree';
import type { StorageOptions } from './object-store';
import { readSftpFile } from './sftp-read';
import { SftpConnection, type SftpSession } from './sftp-connection';
import { isNotOffered, isSftpStatus, SFTP_STATUS, translateSftpError } from './sftp-errors';
import { SftpSink } from './sftp-sink';

const RESUMES = 5;
/** The part of a mode that tells what kind of thing it is, and two kinds. */
const S_IFMT = 0o170_000;
const S_IFDIR = 0o040_000;
const S_IFREG = 0o100_000;

export class SftpTree implements FileTree {
  readonly resumes = RESUMES;
  private readonly connection: SftpConnection;
  private readonly place: string;
  private readonly root: string;

  constructor(settings: StorageSettings, options: StorageOptions) {
    this.connection = new SftpConnection(settings, options);
    this.place = `sftp://${new URL(settings.endpoint ?? '').host}`;
    this.root = settings.path ?? '';
  }

  async rootState(): Promise<'present' | 'absent' | 'unreachable'> {
    return this.use(`look at ${this.locate('')}`, async (session) => {
      const root = await this.attributes(session, '');
      if (root) return kindOf(root) === S_IFDIR ? 'present' : 'unreachable';
      const parent = await this.attributes(session, '..');
      return parent && kindOf(parent) === S_IFDIR ? 'absent' : 'unreachable';
    });
  }

  createRoot(): Promise<void> {
    return this.makeDirectory('');
  }

  async stat(path: string): Promise<FileStat | undefined> {
    return this.use(`look at ${this.locate(path)}`, async (session) => {
      const found = await this.attributes(session, path);
      return found && kindOf(found) === S_IFREG ? statOf(found) : undefined;
    });
  }

  async entries(directory: string): Promise<TreeEntry[]> {
    return this.use(`list ${this.locate(directory)}`, async (session) => {
      const found = await ifThere(
        session.ask<{ filename: string; attrs: Attributes }[]>((sftp, answer) =>
          sftp.readdir(this.at(session, directory), answer),
        ),
      );
      return (found ?? []).flatMap(({ filename: name, attrs }): TreeEntry[] => {
        if (kindOf(attrs) === S_IFDIR) return [{ name, kind: 'directory' }];
        return kindOf(attrs) === S_IFREG ? [{ name, kind: 'file', stat: statOf(attrs) }] : [];
      });
    });
  }

  async makeDirectory(path: string): Promise<void> {
    await this.use(`create ${this.locate(path)}`, async (session) => {
      const making = session.ask<void>((sftp, answer) => sftp.mkdir(this.at(session, path), { mode: 0o700 }, answer));
      await making.catch(async (thrown: unknown) => {
        // A parent that another writer has just taken away is met, and made again, when the file is created.
        if (isSftpStatus(thrown, SFTP_STATUS.NO_SUCH_FILE)) return;
        const present = await this.attributes(session, path);
        if (present && kindOf(present) === S_IFDIR) return;
        if (!present) throw thrown;
        throw new StrongroomError('STORAGE_FAILED', `${this.locate(path)} is a file, and has to be a directory`, {
          kind: 'operator',
        });
      });
    });
  }

  async removeEmptyDirectory(path: string): Promise<boolean> {
    const removing = this.connection.use((session) =>
      session.ask<void>((sftp, answer) => sftp.rmdir(this.at(session, path), answer)),
    );
    return removing.then(
      () => true,
      () => false,
    );
  }

  async create(path: string): Promise<FileSink | undefined> {
    const name = this.locate(path);
    return this.use(`begin ${name}`, async (session) => {
      const place = this.at(session, path);
      const handle = await ifThere(
        session.ask<Buffer>((sftp, answer) => sftp.open(place, 'wx', { mode: 0o600 }, answer)),
      );
      return handle && new SftpSink(session, handle, posix.dirname(place), name);
    });
  }

  async open(path: string): Promise<OpenFile | undefined> {
    return this.use(`read ${this.locate(path)}`, async (session) => {
      const handle = await ifThere(
        session.ask<Buffer>((sftp, answer) => sftp.open(this.at(session, path), 'r', answer)),
      );
      if (!handle) return undefined;
      const close = () => session.ask<void>((sftp, answer) => sftp.close(handle, answer)).catch(() => {});
      const found = await session.ask<Attributes>((sftp, answer) => sftp.fstat(handle, answer));
      return {
        ...statOf(found),
        read: async (start, end) => readSftpFile({ session, handle, start, end, close }),
        close,
      };
    });
  }

  async rename(from: string, to: string): Promise<void> {
    await this.use(`finish ${this.locate(to)}`, async (session) => {
      const [source, target] = [this.at(session, from), this.at(session, to)];
      const replacing = session.ask<void>((sftp, answer) => sftp.ext_openssh_rename(source, target, answer));
      await replacing.catch(async (thrown: unknown) => {
        if (!isNotOffered(thrown)) throw thrown;
        // The protocol's own rename refuses a target that is there.
        if (await this.attributes(session, to)) {
          await session.ask<void>((sftp, answer) => sftp.unlink(target, answer));
        }
        await session.ask<void>((sftp, answer) => sftp.rename(source, target, answer));
      });
    });
  }

  async remove(path: string): Promise<boolean> {
    return this.use(`remove ${this.locate(path)}`, async (session) => {
      const removing = session.ask<void>((sftp, answer) => sftp.unlink(this.at(session, path), answer));
      return (await ifThere(removing.then(() => true))) ?? false;
    });
  }

  locate(path: string): string {
    return this.place + posix.join('/', this.root, path);
  }

  translate(thrown: unknown, doing: string): StrongroomError {
    return translateSftpError(thrown, doing);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async use<T>(doing: string, action: (session: SftpSession) => Promise<T>): Promise<T> {
    return this.connection.use(action).catch((thrown: unknown) => {
      throw translateSftpError(thrown, doing);
    });
  }

  private at({ home }: SftpSession, path: string): string {
    return posix.resolve('/', home, this.root, path);
  }

  private attributes(session: SftpSession, path: string): Promise<Attributes | undefined> {
    return ifThere(session.ask<Attributes>((sftp, answer) => sftp.stat(this.at(session, path), answer)));
  }
}

async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((thrown: unknown) => {
    if (isSftpStatus(thrown, SFTP_STATUS.NO_SUCH_FILE)) return undefined;
    throw thrown;
  });
}

const kindOf = ({ mode }: Attributes) => mode & S_IFMT;

function statOf({ size, mtime }: Attributes): FileStat {
  return { sizeBytes: size, modifiedAt: new Date(mtime * 1000) };
}
