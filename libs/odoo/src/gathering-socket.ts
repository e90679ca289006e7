import { Socket } from 'node:net';

/**
 * A socket that, once connected, sends as one what is written before the next turn of the event loop. ssh2 writes each packet of 32 KiB in
 * three pieces; where nothing delays them, each of those is a system call and a TCP segment, which both ends pay for.
 */
export function gatheringSocket(): Socket {
  const socket = new Socket();
  // Not before: `connect` puts the `write` of every socket back in its place.
  socket.once('connect', () => {
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = (...args: unknown[]) => {
      if (socket.writableCorked === 0) {
        socket.cork();
        process.nextTick(() => socket.uncork());
      }
      return write(...args);
    };
  });
  return socket;
}
