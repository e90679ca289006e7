import { once } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { StrongroomError } from '@app/core';
import { openCommandSink } from './command-sink';
import type { ExitStatus, Shell } from './shell';

/** A program whose input and end are in the hands of the spec. */
function program(stdin: Writable) {
  let end = (_code: number | null) => {};
  const exit = new Promise<ExitStatus>((resolve) => {
    end = (code) => resolve({ code, signal: null, stderr: '', notes: [] });
  });
  const shell: Shell = {
    name: 'a stand-in',
    start: async () => ({ stdin, stdout: Readable.from([]), exit, kill: () => end(null) }),
    close: async () => {},
  };
  const explain = ({ code }: ExitStatus) =>
    code === 0 ? undefined : new StrongroomError('COMMAND_FAILED', `It ended with ${code}`);
  return { open: () => openCommandSink(shell, { script: 'cat' }, explain), end: (code: number | null) => end(code) };
}

const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
};

describe('the input of a program', () => {
  const silent = () => new Writable({ write: () => {} });

  it('leaves nothing in memory of what has passed, however long the program lives', async () => {
    const { open, end } = program(new Writable({ write: (_chunk, _encoding, taken) => taken() }));
    const { stream, done } = await open();
    const chunk = Buffer.alloc(1);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let written = 0; written < 200_000; written += 1) if (!stream.write(chunk)) await once(stream, 'drain');
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000);
    stream.end();
    end(0);
    await done;
  });

  it('answers a write that is never taken with the failure of the program', async () => {
    const { open, end } = program(silent());
    const { stream, done } = await open();
    const written = new Promise((resolve) => stream.write('x', resolve));
    end(3);
    await expect(written).resolves.toMatchObject({ message: 'It ended with 3' });
    await expect(done).rejects.toMatchObject({ message: 'It ended with 3' });
  });

  it('drops what follows the end of a program that was content', async () => {
    const { open, end } = program(silent());
    const { stream, done } = await open();
    const first = new Promise((resolve) => stream.write('x', resolve));
    end(0);
    await first;
    await new Promise<void>((resolve, reject) =>
      stream.end('y', (error?: Error | null) => (error ? reject(error) : resolve())),
    );
    await expect(done).resolves.toBeUndefined();
  });

  it('hands on the end of the data, once all of it was taken', async () => {
    const stdin = new PassThrough();
    const { open, end } = program(stdin);
    const { stream, done } = await open();
    stream.end('all of it');
    expect(await stdin.setEncoding('utf8').toArray()).toEqual(['all of it']);
    end(0);
    await done;
  });
});
