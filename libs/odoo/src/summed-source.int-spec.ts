import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describeRequiring } from '../../../test/fixtures/requires';
import { startSshd, type Sshd } from '../../../test/fixtures/sshd';
import { eventually } from '../testing/eventually';
import { collect, failureOf, sha256 } from '../testing/streams';
import { startTcpProxy } from '../../../test/fixtures/tcp-proxy';
import { commandFailure } from './exit-failures';
import { openLocalShell } from './local-shell';
import type { Shell } from './shell';
import { openSshShell } from './ssh-shell';
import { openSummedSource, type SourceProgram } from './summed-source';

const program = (script: string, more: Partial<SourceProgram> = {}): SourceProgram => ({
  argv: ['sh', '-c', script],
  explain: (exit) => (exit.code === 0 ? undefined : commandFailure(exit, 'the program')),
  ...more,
});
const read = async (shell: Shell, what: SourceProgram) => {
  const source = await openSummedSource(shell, what);
  return { source, content: await collect(source.stream) };
};
/** Much more than all buffers on the way. */
const ENDLESS = 'cat /dev/zero';

describeRequiring('sshd', 'a source that can be trusted once it has ended', () => {
  let sshd: Sshd;
  const shells: Record<string, Shell> = {};
  const ssh = (port = sshd.port) => openSshShell({ ...sshd, port, readyTimeoutMs: 10_000, keepaliveMs: 10_000 });

  beforeAll(async () => {
    sshd = await startSshd();
    shells.ssh = await ssh();
    shells.local = openLocalShell();
  });
  afterAll(async () => {
    await shells.ssh?.close();
    await sshd?.stop();
  });

  describe.each(['local', 'ssh'])('%s', (name) => {
    it('ends with the same bytes and sum on both sides', async () => {
      const { source, content } = await read(
        shells[name]!,
        program('head -c 5000000 /dev/urandom; echo "a warning" >&2'),
      );
      expect(content.length).toBe(5_000_000);
      expect(source.sum).toEqual({ bytes: 5_000_000, sha256: sha256(content) });
    });

    it('passes an empty output', async () => {
      const { source, content } = await read(shells[name]!, program(':'));
      expect(content.length).toBe(0);
      expect(source.sum?.bytes).toBe(0);
    });

    it('sums with coreutils where there is no openssl', async () => {
      const prelude = 'openssl() { exit 99; }; command() { [ "$2" != openssl ]; }';
      const { source, content } = await read(shells[name]!, program('printf "%s\\n" "$PATH"', { prelude }));
      expect(source.sum?.sha256).toBe(sha256(content));
    });

    it('counts and sums with coreutils where there is no perl', async () => {
      const prelude = 'perl() { return 127; }';
      const { source, content } = await read(shells[name]!, program('head -c 5000000 /dev/urandom', { prelude }));
      expect(source.sum).toEqual({ bytes: 5_000_000, sha256: sha256(content) });
      const cut = failureOf(read(cutting(shells[name]!, 1000), program('head -c 100000 /dev/zero', { prelude })));
      expect(await cut).toMatchObject({ code: 'STREAM_TRUNCATED', details: { bytes: 100_000, arrivedBytes: 1000 } });
    });

    it('is destroyed when the program prints half of it and exits with 1', async () => {
      const failure = await failureOf(read(shells[name]!, program('echo half; echo "out of luck" >&2; exit 1')));
      expect(failure).toMatchObject({ code: 'COMMAND_FAILED', details: { exitCode: 1, stderr: 'out of luck' } });
    });

    it('is destroyed when the program closes its output and fails a moment later', async () => {
      const failure = await failureOf(read(shells[name]!, program('echo half; exec >&-; sleep 0.2; exit 1')));
      expect(failure).toMatchObject({ code: 'COMMAND_FAILED', details: { exitCode: 1 } });
    });

    it('is destroyed when the program is killed by a signal', async () => {
      const failure = await failureOf(read(shells[name]!, program('echo half; kill -KILL $$')));
      expect(failure).toMatchObject({ code: 'COMMAND_KILLED', details: { exitCode: 137 } });
    });

    it('is destroyed when what sums up is killed', async () => {
      const killer = `${ENDLESS} & while :; do for each in /proc/[0-9]*; do
        if grep -qx "perl\\|tee" $each/comm && grep -q "$STRONGROOM_TEST" $each/environ; then kill -KILL \${each#/proc/} && break 2; fi
      done 2>/dev/null; done; wait $!`;
      const { stream } = await openSummedSource(
        shells[name]!,
        program(killer, { env: { STRONGROOM_TEST: `sums-up-${name}` } }),
      );
      const failure = await failureOf(discard(stream));
      expect(failure.kind).toBe('transient');
    });

    it('is destroyed when the sums differ', async () => {
      const dir = await mkdtemp(join(tmpdir(), 'strongroom-lying-'));
      await writeFile(join(dir, 'openssl'), `#!/bin/sh\ncat >/dev/null; echo ${'0'.repeat(64)} x\n`);
      await chmod(join(dir, 'openssl'), 0o755);
      const lying = program('echo content', { prelude: 'PATH=$LYING:$PATH', env: { LYING: dir } });
      expect(await failureOf(read(shells[name]!, lying))).toMatchObject({
        code: 'CHECKSUM_MISMATCH',
        kind: 'transient',
      });
      await rm(dir, { recursive: true });
    });

    it('is destroyed when the way cuts its end off although everything exits with 0', async () => {
      const failure = await failureOf(read(cutting(shells[name]!, 1000), program('head -c 100000 /dev/zero')));
      expect(failure).toMatchObject({ code: 'STREAM_TRUNCATED', details: { bytes: 100_000, arrivedBytes: 1000 } });
    });

    it('ends the program when nobody wants the rest', async () => {
      const { stream } = await openSummedSource(shells[name]!, program(`echo $$; ${ENDLESS}`));
      const pid = await new Promise<number>((resolve) =>
        stream.once('data', (chunk) => resolve(parseInt(String(chunk), 10))),
      );
      stream.destroy();
      await eventually('the program is gone', () => !isAlive(pid));
    });

    it('ends although its watcher does not hear SIGTERM', async () => {
      const { content } = await read(deafToSigterm(shells[name]!), program('echo short'));
      expect(String(content)).toBe('short\n');
    });

    it('holds the program back while nobody reads', async () => {
      const externalBefore = process.memoryUsage().external;
      const { stream } = await openSummedSource(shells[name]!, program(ENDLESS));
      let bytes = 0;
      const reading = failureOf(
        pipeline(stream, new Writable({ highWaterMark: 1, write: (chunk: Buffer) => void (bytes += chunk.length) })),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(bytes).toBeLessThan(2_000_000);
      expect(process.memoryUsage().external - externalBefore).toBeLessThan(100_000_000);
      stream.destroy(new Error('enough'));
      await reading;
    });
  });

  it.each(['reset', 'fin'] as const)('is destroyed when the connection is cut in the middle (%s)', async (how) => {
    const proxy = await startTcpProxy(sshd.port);
    const shell = await ssh(proxy.port);
    const { stream } = await openSummedSource(shell, program(`echo $$; ${ENDLESS}`));
    let pid = 0;
    const reading = failureOf(
      pipeline(
        stream,
        new Writable({ write: (chunk: Buffer, _encoding, done) => ((pid ||= parseInt(String(chunk), 10)), done()) }),
      ),
    );
    await eventually('a good part has come', () => proxy.received() > 3_000_000);
    proxy.cut(how);
    expect(await reading).toMatchObject({ code: 'SSH_CONNECTION_LOST', kind: 'transient' });
    await eventually('the program on the server is gone', () => !isAlive(pid));
    await proxy.close();
  });
});

/** The same shell where SIGTERM is ignored from the start: what a shell that was just forked may do with one. */
function deafToSigterm(shell: Shell): Shell {
  const script = `trap '' TERM; script=$1; shift; exec sh -c "$script" strongroom "$@"`;
  return {
    name: shell.name,
    close: () => shell.close(),
    start: (command, options) =>
      shell.start({ ...command, script, args: [command.script, ...(command.args ?? [])] }, options),
  };
}

function discard(stream: Readable): Promise<void> {
  return pipeline(stream, new Writable({ write: (_chunk, _encoding, done) => done() }));
}

/** The same shell on a way that delivers only the first bytes and reports no error. */
function cutting(shell: Shell, bytes: number): Shell {
  return {
    name: shell.name,
    close: () => shell.close(),
    start: async (command, options) => {
      const running = await shell.start(command, options);
      let left = bytes;
      const stdout = running.stdout.pipe(
        new Transform({
          transform: (chunk: Buffer, _encoding, done) => {
            const kept = chunk.subarray(0, left);
            left -= kept.length;
            done(null, kept);
          },
        }),
      );
      const drained = new Promise((resolve) => stdout.once('end', resolve));
      return {
        ...running,
        stdin: running.stdin,
        stdout,
        exit: drained.then(() => running.exit),
        kill: () => running.kill(),
      };
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
