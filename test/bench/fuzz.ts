/** `npm run bench -- fuzz [--count 10000] [--seed N]`: anything that a client could send, to every route of one gateway. */
import { parseArgs } from 'node:util';
import { TestGateway } from '../../apps/gateway/testing/test-gateway';
import { startPostgres } from '../fixtures/postgres';
import { fuzz } from '../fuzz/run';

export async function benchFuzz(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 1e9) },
    },
  });
  const postgres = await startPostgres();
  Object.assign(process.env, {
    STRONGROOM_TEST_POSTGRES_URL: postgres.adminUrl,
    STRONGROOM_TEST_POSTGRES_BIN: postgres.binDir,
  });
  const gateway = await TestGateway.start();
  try {
    const { faults, ...report } = await fuzz(gateway, { count: Number(values.count), seed: Number(values.seed) });
    console.log(JSON.stringify({ seed: Number(values.seed), ...report, faults: faults.length }, null, 2));
    for (const fault of faults) console.log(fault);
    if (faults.length > 0)
      throw new Error(`${faults.length} answers are not what the document says (--seed ${values.seed})`);
  } finally {
    await gateway.stop();
    await postgres.stop();
  }
}
