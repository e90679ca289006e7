import { describeRequiring } from '../../../../test/fixtures/requires';
import { TestGateway } from '../../testing/test-gateway';

/** Dear enough to stand out from everything else that a request costs. */
const DEAR = { PASSWORD_HASH_MEMORY_KIB: '65536', PASSWORD_HASH_PASSES: '3' };
const MANY = { SIGN_IN_ATTEMPTS_PER_ACCOUNT: '1000', SIGN_IN_ATTEMPTS_PER_ADDRESS: '1000' };
const ROUNDS = 8;

describeRequiring(['postgres', 'nats'], 'a sign-in that fails', () => {
  let gateway: TestGateway;
  beforeAll(async () => (gateway = await TestGateway.start({ ...DEAR, ...MANY })));
  afterAll(() => gateway?.stop());

  it('takes as long and says the same for an account that is known, one without a password, and none', async () => {
    const known = await gateway.make('/api/v1/users', { name: 'Ada', email: 'ada@example.com' });
    const password = { password: 'correct horse battery' };
    expect((await gateway.request('PUT', `/api/v1/users/${known.id}/password`, password)).status).toBe(204);
    await gateway.make('/api/v1/users', { name: 'Grace', email: 'grace@example.com' });
    const emails = ['ada@example.com', 'grace@example.com', 'nobody@example.com'];
    const quickest = new Map(emails.map((email) => [email, Infinity]));
    const answers = new Set<string>();
    // by turns, and the quickest of each: a machine that is busy at times slows all of them
    for (let round = 0; round < ROUNDS; round++)
      for (const email of emails) {
        const began = performance.now();
        const { status, body } = await gateway.post('/api/v1/auth/login', { email, password: 'wrong horse battery' });
        quickest.set(email, Math.min(quickest.get(email)!, performance.now() - began));
        answers.add(JSON.stringify([status, body]));
      }
    expect([...answers]).toHaveLength(1);
    const [slowest, fastest] = [Math.max(...quickest.values()), Math.min(...quickest.values())];
    expect(slowest / fastest).toBeLessThan(2);
  });
});
