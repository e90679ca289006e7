/** Uploads and downloads of basic-ftp, which pulls and pushes by itself, as a sink and a source that wait. */
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { StrongroomError } from '@app/core';
import type { FtpConnections, FtpSession } from './ftp-connections';
import { translateFtpError } from './ftp-errors';
import type { FileSink } from './file-tree';

const BUFFER_BYTES = 1024 ** 2;

export class FtpSink implements FileSink {
  private wanted: () => void = () => {};
  /** Resolves when the transfer asks for bytes, which it does not before the server has opened the file, or has ended. */
  private demand = this.nextDemand();
  private readonly source = new Readable({ highWaterMark: BUFFER_BYTES, read: () => this.wanted() });
  /** Resolves when the server has confirmed the transfer. */
  private readonly transfer: Promise<void>;
  private settled = false;

  private constructor(
    private readonly connections: FtpConnections,
    private readonly session: FtpSession,
    path: string,
    private readonly name: string,
  ) {
    this.transfer = session.client.uploadFrom(this.source, path).then(
      () => this.settle(() => connections.giveBack(session)),
      (thrown: unknown) => {
        this.settle(() => connections.drop(session));
        throw translateFtpError(thrown, `write ${name}`);
      },
    );
    this.transfer.catch(() => {});
  }

  /** Resolves when the file has been created on the server. */
  static async begin(connections: FtpConnections, session: FtpSession, path: string, name: string): Promise<FtpSink> {
    const sink = new FtpSink(connections, session, path, name);
    await sink.ready();
    const socket = session.client.ftp.dataSocket;
    if (socket instanceof TLSSocket) await Promise.race([handshake(socket), sink.transfer]);
    return sink;
  }

  async write(chunks: Buffer[]): Promise<void> {
    for (const chunk of chunks) {
      await this.ready();
      if (chunk.length === 0) continue;
      this.demand = this.nextDemand();
      this.source.push(chunk);
    }
  }

  async finish(): Promise<void> {
    if (!this.settled) this.source.push(null);
    await this.transfer;
  }

  async abort(): Promise<void> {
    if (!this.settled) this.connections.drop(this.session);
    this.source.destroy();
    await this.transfer.catch(() => {});
  }

  private async ready(): Promise<void> {
    await this.demand;
    if (!this.settled) return;
    await this.transfer;
    throw new StrongroomError('STORAGE_UNREACHABLE', `cannot write ${this.name}: the server ended the transfer early`);
  }

  private settle(letGo: () => void): void {
    this.settled = true;
    this.wanted();
    letGo();
  }

  private nextDemand(): Promise<void> {
    return new Promise((resolve) => (this.wanted = resolve));
  }
}

/** A connection that is ended before its handshake is over, as that of an empty file would be, never ends. */
async function handshake(socket: TLSSocket): Promise<void> {
  if (!socket.getFinished() || !socket.getPeerFinished()) await once(socket, 'secureConnect');
}

interface FtpDownload {
  /** Where the file lies, for a connection. */
  at(session: FtpSession): string;
  name: string;
  start: number;
  end: number;
  sizeBytes: number;
}

/**
 * The bytes of the range, as far as they come. The protocol only knows where a transfer begins: one that ends before the
 * file does costs its connection.
 */
export async function download(connections: FtpConnections, file: FtpDownload): Promise<Readable> {
  const session = await connections.take();
  let left = file.end - file.start;
  let goOn = () => {};
  const body = new Readable({
    highWaterMark: BUFFER_BYTES,
    read: () => goOn(),
    destroy: (error, done) => {
      if (left > 0 || file.end < file.sizeBytes) connections.drop(session);
      goOn();
      done(error);
    },
  });
  const target = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      const wanted = chunk.subarray(0, left);
      left -= wanted.length;
      const hasRoom = body.destroyed || wanted.length === 0 || body.push(wanted);
      if (left === 0) body.push(null);
      if (hasRoom) done();
      else {
        goOn = () => {
          goOn = () => {};
          done();
        };
      }
    },
  });
  session.client.downloadTo(target, file.at(session), file.start).then(
    () => {
      connections.giveBack(session);
      if (left > 0) body.push(null);
    },
    (thrown: unknown) => {
      connections.drop(session);
      if (left > 0) body.destroy(translateFtpError(thrown, `read ${file.name}`));
    },
  );
  return body;
}
