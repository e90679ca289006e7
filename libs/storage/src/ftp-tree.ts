/**
 * A directory of an FTP server that knows SIZE, MDTM and REST (RFC 3659). The protocol promises neither that a rename
 * replaces its target nor that anything is on the disk; of a failed command it tells a number and a sentence.
 */
import { posix } from 'node:path';
import { FileType } from 'basic-ftp';
import { type StorageSettings, StrongroomError } from '@app/core';
import type { FileSink, FileStat, FileTree, OpenFile, TreeEntry } from './file-tree';
import { FtpConnections, type FtpSession } from './ftp-connections';
import { ftpAnswer, translateFtpError } from './ftp-errors';
import { download, FtpSink } from './ftp-transfer';
import type { StorageOptions } from './object-store';

const RESUMES = 5;
/** "Not taken": the name is not there, is there already, or may not be touched. */
const REFUSED = [450, 521, 550, 553];

export class FtpTree implements FileTree {
  readonly resumes = RESUMES;
  private readonly connections: FtpConnections;
  private readonly place: string;
  private readonly root: string;

  constructor(settings: StorageSettings, options: StorageOptions) {
    this.connections = new FtpConnections(settings, options);
    const { protocol, host } = new URL(settings.endpoint ?? '');
    this.place = `${protocol}//${host}`;
    this.root = settings.path ?? '';
  }

  async rootState(): Promise<'present' | 'absent' | 'unreachable'> {
    return this.use(`look at ${this.locate('')}`, async (session) => {
      if (await this.enter(session, '')) return 'present';
      return (await this.enter(session, '..')) ? 'absent' : 'unreachable';
    });
  }

  createRoot(): Promise<void> {
    return this.makeDirectory('');
  }

  async stat(path: string): Promise<FileStat | undefined> {
    return this.use(`look at ${this.locate(path)}`, async (session) => {
      const place = this.at(session, path);
      const sizeBytes = await unlessRefused(session.client.size(place));
      if (sizeBytes === undefined) return undefined;
      const modifiedAt = await unlessRefused(session.client.lastMod(place));
      return modifiedAt && { sizeBytes, modifiedAt };
    });
  }

  async entries(directory: string): Promise<TreeEntry[]> {
    return this.use(`list ${this.locate(directory)}`, async (session) => {
      // Entered and not named: some servers take the argument of a listing for a pattern.
      if (!(await this.enter(session, directory))) return [];
      const found = await session.client.list();
      return found.flatMap(({ name, type, size, modifiedAt }): TreeEntry[] => {
        if (type === FileType.Directory) return [{ name, kind: 'directory' }];
        if (type !== FileType.File) return [];
        return [{ name, kind: 'file', ...(modifiedAt ? { stat: { sizeBytes: size, modifiedAt } } : {}) }];
      });
    });
  }

  async makeDirectory(path: string): Promise<void> {
    await this.use(`create ${this.locate(path)}`, async (session) => {
      await session.client.send(`MKD ${this.at(session, path)}`).catch(async (thrown: unknown) => {
        if (ftpAnswer(thrown) === undefined || !(await this.enter(session, path))) throw thrown;
      });
    });
  }

  async removeEmptyDirectory(path: string): Promise<boolean> {
    const removing = this.connections.use((session) => session.client.send(`RMD ${this.at(session, path)}`));
    return removing.then(
      () => true,
      () => false,
    );
  }

  async create(path: string): Promise<FileSink | undefined> {
    const name = this.locate(path);
    const session = await this.connections.take();
    try {
      return await FtpSink.begin(this.connections, session, this.at(session, path), name);
    } catch (thrown) {
      const directory = posix.dirname(path);
      const isThere = await this.use(`begin ${name}`, (other) => this.enter(other, directory));
      if (!isThere) return undefined;
      throw translateFtpError(thrown, `begin ${name}`);
    }
  }

  async open(path: string): Promise<OpenFile | undefined> {
    const found = await this.stat(path);
    const name = this.locate(path);
    return (
      found && {
        ...found,
        read: async (start, end) => {
          const { sizeBytes } = found;
          return download(this.connections, { at: (session) => this.at(session, path), name, start, end, sizeBytes });
        },
        close: async () => {},
      }
    );
  }

  async rename(from: string, to: string): Promise<void> {
    await this.use(`finish ${this.locate(to)}`, async (session) => {
      const [source, target] = [this.at(session, from), this.at(session, to)];
      await session.client.rename(source, target).catch(async (thrown: unknown) => {
        // Some servers do not replace a target.
        if (ftpAnswer(thrown) === undefined || (await unlessRefused(session.client.size(target))) === undefined) {
          throw thrown;
        }
        await session.client.remove(target);
        await session.client.rename(source, target);
      });
    });
  }

  async remove(path: string): Promise<boolean> {
    return this.use(`remove ${this.locate(path)}`, async (session) => {
      const place = this.at(session, path);
      try {
        await session.client.remove(place);
        return true;
      } catch (thrown) {
        if (ftpAnswer(thrown) === undefined || (await unlessRefused(session.client.size(place))) !== undefined) {
          throw thrown;
        }
        return false;
      }
    });
  }

  locate(path: string): string {
    return this.place + posix.join('/', this.root, path);
  }

  translate(thrown: unknown, doing: string): StrongroomError {
    return translateFtpError(thrown, doing);
  }

  async close(): Promise<void> {
    this.connections.close();
  }

  private async use<T>(doing: string, action: (session: FtpSession) => Promise<T>): Promise<T> {
    return this.connections.use(action).catch((thrown: unknown) => {
      throw translateFtpError(thrown, doing);
    });
  }

  private at({ home }: FtpSession, path: string): string {
    return posix.resolve('/', home, this.root, path);
  }

  /** Whether the directory is there; it is the working directory then. */
  private async enter(session: FtpSession, directory: string): Promise<boolean> {
    return (await unlessRefused(session.client.send(`CWD ${this.at(session, directory)}`))) !== undefined;
  }
}

async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((thrown: unknown) => {
    if (REFUSED.includes(ftpAnswer(thrown) ?? 0)) return undefined;
    throw thrown;
  });
}
