import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { Server } from '../shell';

export interface WebPage {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

const LARGEST_PAGE_BYTES = 32 * 1024 * 1024;

/**
 * The pages of an Odoo as its server sees them: nothing is installed there, and no port of it has to be open to us. Certificates are
 * not judged, as they are made for the name that users know.
 */
export class WebPages {
  readonly #cookies = new Map<string, string>();

  constructor(
    private readonly server: Server,
    private readonly base: URL,
    /** What the request says that it asks; an Odoo may choose the database by it. */
    private readonly host: string,
  ) {}

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  /** @throws whatever kept the server from answering, and when the signal aborts */
  async get(path: string, signal: AbortSignal): Promise<WebPage> {
    const socket = await this.#dial(signal);
    const asked = request({
      createConnection: () => socket,
      signal,
      path,
      headers: {
        host: this.host,
        connection: 'close',
        'user-agent': 'strongroom',
        ...(this.#cookies.size > 0 && {
          cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        }),
      },
    });
    try {
      asked.end();
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      for (const line of answer.headers['set-cookie'] ?? []) this.#keep(line);
      return { status: answer.statusCode ?? 0, headers: answer.headers, body: await textOf(answer) };
    } finally {
      asked.on('error', () => {}).destroy();
      socket.destroy();
    }
  }

  async #dial(signal: AbortSignal): Promise<Duplex> {
    signal.throwIfAborted();
    const { protocol, hostname, port } = this.base;
    const secure = protocol === 'https:';
    const host = hostname.replace(/^\[|\]$/g, '');
    const dialled = this.server.dial({ host, port: Number(port) || (secure ? 443 : 80) });
    const socket = await untilAborted(dialled, signal);
    if (!secure) return socket;
    const wrapped = connectTls({ socket, rejectUnauthorized: false });
    await once(wrapped, 'secureConnect', { signal });
    return wrapped;
  }

  #keep(line: string): void {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    if (name !== undefined) this.#cookies.set(name.trim(), value ?? '');
  }
}

/** A connection that comes too late is closed. */
async function untilAborted(dialled: Promise<Duplex>, signal: AbortSignal): Promise<Duplex> {
  let abort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([dialled, aborted]);
  } catch (error) {
    void dialled.then(
      (socket) => socket.destroy(),
      () => {},
    );
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST_PAGE_BYTES) throw new Error(`a page has more than ${LARGEST_PAGE_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
