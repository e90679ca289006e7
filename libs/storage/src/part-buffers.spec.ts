import { PartBuffers } from './part-buffers';

const MIB = 1024 ** 2;

/** How many buffers can be had before one has to be given back. */
async function lendable(buffers: PartBuffers, bytes: number): Promise<Buffer[]> {
  const taken: Buffer[] = [];
  for (;;) {
    const next = await Promise.race([
      buffers.take(bytes),
      new Promise<undefined>((done) => setImmediate(done, undefined)),
    ]);
    if (!next) return taken;
    taken.push(next);
  }
}

describe('PartBuffers', () => {
  it.each([
    [8, 64, 4],
    [16, 64, 4],
    [21, 64, 3],
    [32, 64, 2],
    [64, 64, 2],
    [145, 64, 2],
  ])('lends parts of %i MiB out of %i MiB %i times', async (partMib, limitMib, times) => {
    expect(await lendable(new PartBuffers(limitMib * MIB), partMib * MIB)).toHaveLength(times);
  });

  it('lends a buffer again after it was given back, and keeps the one who takes waiting until then', async () => {
    const buffers = new PartBuffers(2);
    const [first] = [await buffers.take(1), await buffers.take(1)];
    const waiting = buffers.take(1);
    buffers.giveBack(first);
    expect(await waiting).toBe(first);
  });

  it('serves two who wait in the order in which they came', async () => {
    const buffers = new PartBuffers(2);
    const lent = [await buffers.take(1), await buffers.take(1)];
    const order: string[] = [];
    const waiting = ['first', 'second'].map((name) => buffers.take(1).then(() => order.push(name)));
    for (const buffer of lent) buffers.giveBack(buffer);
    await Promise.all(waiting);
    expect(order).toEqual(['first', 'second']);
  });

  it('lets go of smaller buffers once parts grow', async () => {
    const buffers = new PartBuffers(8);
    buffers.giveBack(await buffers.take(1));
    expect(await buffers.take(2)).toHaveLength(2);
  });
});
