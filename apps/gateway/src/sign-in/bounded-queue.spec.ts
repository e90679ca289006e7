import { BoundedQueue } from './bounded-queue';

describe('a bounded queue', () => {
  const full = new Error('full');
  const begun: string[] = [];
  const open = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      open.set(name, () => resolve(name));
    });

  it('runs so many at once, lets so many wait in their order, and refuses the rest', async () => {
    const queue = new BoundedQueue(2, 2, () => full);
    const results = ['a', 'b', 'c', 'd'].map((name) => queue.run(work(name)));
    await expect(queue.run(work('e'))).rejects.toBe(full);
    expect(begun).toEqual(['a', 'b']);
    open.get('b')!();
    await results[1];
    expect(begun).toEqual(['a', 'b', 'c']);
    open.get('a')!();
    await results[0];
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    open.get('c')!();
    open.get('d')!();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('goes on after a failure', async () => {
    const queue = new BoundedQueue(1, 5, () => full);
    const failing = queue.run(() => Promise.reject(new Error('bad')));
    const next = queue.run(() => Promise.resolve('good'));
    await expect(failing).rejects.toThrow('bad');
    expect(await next).toBe('good');
    expect(await queue.run(() => Promise.resolve('again'))).toBe('again');
  });
});
