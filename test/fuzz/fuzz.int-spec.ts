import { TestGateway } from '../../apps/gateway/testing/test-gateway';
import { describeRequiring } from '../fixtures/requires';
import { fuzz } from './run';

const SEED = 20_260_117;
const COUNT = 600;

describeRequiring(['postgres', 'nats'], 'a gateway that gets anything', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway?.stop());

  it(`answers ${COUNT} requests of every kind to every route as its document says (seed ${SEED})`, async () => {
    const { faults, routes, sent } = await fuzz(gateway, { count: COUNT, seed: SEED });
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThanOrEqual(COUNT);
    expect(routes).toBeGreaterThan(60);
  }, 600_000);
});
