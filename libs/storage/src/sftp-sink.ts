import { StrongroomError } from '@app/core';
import type { FileSink } from './file-tree';
import type { SftpSession } from './sftp-connection';
import { isNotOffered, isSftpStatus, SFTP_STATUS, translateSftpError } from './sftp-errors';

/** What every server takes in one packet. */
const PIECE_BYTES = 32 * 1024;
/** Pieces under way at a time, 2 MiB together: so the distance to the server does not set the speed. */
const PIECES_UNDER_WAY = 64;

/** A file of an SFTP server being written, many pieces under way at a time. */
export class SftpSink implements FileSink {
  private position = 0;
  private underWay = 0;
  private waiting: (() => void)[] = [];
  private failure?: unknown;

  constructor(
    private readonly session: SftpSession,
    private readonly handle: Buffer,
    private readonly directory: string,
    private readonly name: string,
  ) {}

  async write(chunks: Buffer[]): Promise<void> {
    for (const chunk of chunks) {
      for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
        await this.until(() => this.underWay < PIECES_UNDER_WAY);
        if (this.failure) throw await this.reasonOf(this.failure);
        this.send(chunk, start, Math.min(PIECE_BYTES, chunk.length - start));
      }
    }
  }

  async finish(): Promise<void> {
    await this.until(() => this.underWay === 0);
    try {
      if (this.failure) throw this.failure;
      const syncing = this.session.ask((sftp, answer) => sftp.ext_openssh_fsync(this.handle, answer));
      await syncing.catch((thrown: unknown) => {
        if (!isNotOffered(thrown)) throw thrown;
      });
      await this.session.ask<void>((sftp, answer) => sftp.close(this.handle, answer));
    } catch (thrown) {
      throw await this.reasonOf(thrown);
    }
  }

  async abort(): Promise<void> {
    this.failure ??= new Error('the write was given up');
    await this.until(() => this.underWay === 0);
    await this.session.ask<void>((sftp, answer) => sftp.close(this.handle, answer)).catch(() => {});
  }

  private send(chunk: Buffer, start: number, length: number): void {
    this.underWay += 1;
    // The library copies the bytes into its packet before it returns.
    this.session
      .ask<void>((sftp, answer) => sftp.write(this.handle, chunk, start, length, this.position, answer))
      .catch((thrown: unknown) => (this.failure ??= thrown))
      .finally(() => {
        this.underWay -= 1;
        for (const goOn of this.waiting.splice(0)) goOn();
      });
    this.position += length;
  }

  private async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** The protocol has no word for a full disk: OpenSSH says `Failure`, and tells the free space when it is asked. */
  private async reasonOf(thrown: unknown): Promise<StrongroomError> {
    if (isSftpStatus(thrown, SFTP_STATUS.FAILURE)) {
      const disk = await this.session
        .ask<{ f_bavail: number; f_frsize: number }>((sftp, answer) => sftp.ext_openssh_statvfs(this.directory, answer))
        .catch(() => undefined);
      if (disk && disk.f_bavail * disk.f_frsize < PIECE_BYTES) {
        return new StrongroomError('STORAGE_FULL', `cannot write ${this.name}: no space is left`, { cause: thrown });
      }
    }
    return translateSftpError(thrown, `write ${this.name}`);
  }
}
