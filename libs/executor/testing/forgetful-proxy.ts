/** Stands before a PostgreSQL and can break a connection just after a commit, before the client learns of it. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface ForgetfulProxy {
  port: number;
  /** From now on the answer to the next COMMIT is lost with its connection. */
  loseNextCommit(): void;
  /** How many answers were lost. */
  lost(): number;
  close(): Promise<void>;
}

export async function startForgetfulProxy(targetPort: number): Promise<ForgetfulProxy> {
  const sockets = new Set<Socket>();
  let armed = false;
  let lost = 0;
  const proxy = createServer((client) => {
    const server = connect(targetPort, '127.0.0.1');
    let committing = false;
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => (sockets.delete(socket), other.destroy()));
    }
    client.on('data', (chunk: Buffer) => {
      if (armed && chunk.includes('COMMIT')) [armed, committing] = [false, true];
      server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => {
      if (!committing) return client.write(chunk);
      lost += 1;
      client.resetAndDestroy();
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as { port: number }).port,
    loseNextCommit: () => (armed = true),
    lost: () => lost,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
