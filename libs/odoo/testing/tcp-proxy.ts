import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  port: number;
  /** Bytes that came from the server so far. */
  received(): number;
  /** Breaks every open connection: `reset` as a crashed machine does, `fin` as a tidy one. */
  cut(how: 'reset' | 'fin'): void;
  close(): Promise<void>;
}

/** Stands between a client and a server of this machine, where a network can be cut. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<{ client: Socket; server: Socket }>();
  let received = 0;
  const proxy = createServer((client) => {
    const server = connect(targetPort, '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    client.on('error', () => {}).on('close', () => pairs.delete(pair));
    server.on('error', () => client.destroy()).on('data', (chunk: Buffer) => (received += chunk.length));
    client.pipe(server).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as { port: number }).port,
    received: () => received,
    cut: (how) => {
      for (const { client, server } of pairs) {
        server.unpipe(client);
        if (how === 'reset') client.resetAndDestroy();
        else client.end();
        server.destroy();
      }
    },
    close: async () => {
      for (const { client, server } of pairs) for (const socket of [client, server]) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
