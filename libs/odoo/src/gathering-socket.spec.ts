import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gatheringSocket } from './gathering-socket';

describe('a gathering socket', () => {
  const server = createServer();
  beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
  afterAll(() => server.close());

  async function connected(): Promise<{ near: Socket; received: Promise<Buffer> }> {
    const near = gatheringSocket();
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    near.connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    const [[far]] = await Promise.all([accepted, once(near, 'connect')]);
    return { near, received: buffer(far) };
  }

  it('sends what is written at once in one piece, and in its order', async () => {
    const { near, received } = await connected();
    const sent = jest.spyOn(near, '_writev' as never);
    for (const piece of ['a', 'bc', 'def']) near.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
    near.write('g');
    near.end();
    expect(sent).toHaveBeenCalledTimes(1);
    expect((await received).toString()).toBe('abcdefg');
  });

  it('sends what was written before it is connected, and before it ends', async () => {
    const near = gatheringSocket();
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    near.connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    near.write('early ');
    near.end('late');
    const [far] = await accepted;
    expect((await buffer(far)).toString()).toBe('early late');
  });

  it('tells when a piece was sent', async () => {
    const { near, received } = await connected();
    await new Promise<void>((resolve, reject) => near.write('x', (error) => (error ? reject(error) : resolve())));
    near.end();
    expect((await received).toString()).toBe('x');
  });
});
