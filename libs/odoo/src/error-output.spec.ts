import { ErrorOutput } from './error-output';

describe('an error output', () => {
  it('tells reports of ours from messages of tools, however it is cut', () => {
    const text = Buffer.from('pg_dump: déjà vu\n\n@strongroom@ bytes 12\nlast words @strongroom@ no report');
    for (let size = 1; size < text.length; size += 1) {
      const lines: string[] = [];
      const output = new ErrorOutput((line) => lines.push(line));
      for (let start = 0; start < text.length; start += size) output.add(text.subarray(start, start + size));
      expect(output.end()).toBe('pg_dump: déjà vu\nlast words @strongroom@ no report');
      expect(output.notes).toEqual(['bytes 12']);
      expect(lines).toEqual(['pg_dump: déjà vu', 'last words @strongroom@ no report']);
    }
  });

  it('keeps the last 8 KiB, and every line goes to whoever listens', () => {
    let lines = 0;
    const output = new ErrorOutput(() => (lines += 1));
    for (let n = 0; n < 10_000; n += 1) output.add(Buffer.from(`message ${n}\n`));
    expect(output.end()).toMatch(/message 9998\nmessage 9999$/);
    expect(output.end().length).toBeLessThanOrEqual(8192);
    expect(lines).toBe(10_000);
  });

  it('does not grow with a line that never ends', () => {
    const output = new ErrorOutput();
    for (let n = 0; n < 1000; n += 1) output.add(Buffer.alloc(10_000, 'x'));
    expect(output.end().length).toBeLessThanOrEqual(8192);
  });
});
