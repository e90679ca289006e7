/** Chunks as sockets deliver them, so that parts do not end where chunks do. */
export function* slices(content: Buffer): Iterable<Buffer> {
  for (let start = 0; start < content.length; start += 65_521) yield content.subarray(start, start + 65_521);
}

/** Waits up to two minutes for a condition; what follows says whether it holds. */
export async function eventually(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await condition()) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
}
