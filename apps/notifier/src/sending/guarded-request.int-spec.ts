import { Receiver } from '../../testing/receiver';
import { guardedRequest } from './guarded-request';
import { addressRule } from './networks';

const LOCAL = addressRule(['127.0.0.0/8']);

describe('a request to an address of somebody else', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await Receiver.start();
  });
  afterAll(() => receiver?.stop());

  const ask = (url: string, isAllowed = LOCAL, signal = AbortSignal.timeout(60_000)) =>
    guardedRequest({ method: 'POST', url, headers: {}, body: '{}' }, isAllowed, signal);
  const port = () => new URL(receiver.url).port;

  it('reaches no address that is not allowed, by whatever name', async () => {
    const before = receiver.requests.length;
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f000001', '127.1', '[::ffff:127.0.0.1]'])
      await expect(ask(`http://${host}:${port()}/`, addressRule([]))).rejects.toMatchObject({
        code: 'NOTICE_ADDRESS_FORBIDDEN',
      });
    expect(receiver.requests.length).toBe(before);
  });

  it('goes to a name whose address is allowed', async () => {
    expect(await ask(`http://localhost:${port()}/a?b`)).toEqual({ status: 200, retryAfter: null, text: 'ok' });
    expect(receiver.requests.at(-1)).toMatchObject({ path: '/a?b', headers: { host: `localhost:${port()}` } });
  });

  it('follows nobody anywhere', async () => {
    const before = receiver.requests.length;
    receiver.answers.push({ status: 307, headers: { location: `${receiver.url}/elsewhere` } });
    expect(await ask(receiver.url)).toMatchObject({ status: 307 });
    expect(receiver.requests.length).toBe(before + 1);
  });

  it('reads no more of an answer than its beginning', async () => {
    receiver.answers.push({ status: 500, body: 'x'.repeat(5_000_000) });
    expect((await ask(receiver.url)).text.length).toBe(16 * 1024);
  });

  it('ends when its time is over, and names nothing but the host', async () => {
    receiver.answers.push(new Promise(() => undefined));
    await expect(ask(`${receiver.url}/secret`, LOCAL, AbortSignal.timeout(200))).rejects.toMatchObject({
      code: 'NOTICE_UNDELIVERED',
      message: '127.0.0.1 could not be asked: it took too long.',
    });
  });

  it.each(['http://127.0.0.1:1/secret', 'http://nowhere.invalid/secret'])(
    'is undelivered where nobody is: %s',
    async (url) => {
      await expect(ask(url)).rejects.toMatchObject({
        code: 'NOTICE_UNDELIVERED',
        message: expect.not.stringContaining('secret'),
      });
    },
  );
});
