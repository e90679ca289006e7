import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sshd } from '../fixtures/sshd';

/** The server of the bench as the scripts it is compared with and the floor reach it: with the OpenSSH client. */
export class BenchServer {
  private constructor(
    private readonly sshd: Sshd,
    private readonly folder: string,
  ) {}

  static async prepare(sshd: Sshd, folder: string): Promise<BenchServer> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'key'), sshd.privateKey, { mode: 0o600 });
    await writeFile(join(folder, 'known_hosts'), `[${sshd.host}]:${sshd.port} ${sshd.hostKey}\n`);
    return new BenchServer(sshd, folder);
  }

  /** Runs a constant script with parameters; its output goes to /dev/null unless it is wanted. */
  async run(script: string, parameters: string[], output: 'ignore' | 'pipe' = 'ignore'): Promise<string> {
    const client = spawn(
      'ssh',
      [...this.options('-p'), `${this.sshd.user}@${this.sshd.host}`, 'sh', '-s', '--', ...parameters],
      {
        stdio: ['pipe', output, 'inherit'],
      },
    );
    client.stdin!.end(script);
    const collected = output === 'pipe' ? collect(client) : Promise.resolve('');
    await succeeded(client, 'ssh');
    return collected;
  }

  /** Downloads a file by SFTP. */
  async download(remote: string, local: string): Promise<void> {
    const client = spawn(
      'sftp',
      ['-q', ...this.options('-P'), `${this.sshd.user}@${this.sshd.host}:${remote}`, local],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await succeeded(client, 'sftp');
  }

  private options(portFlag: string): string[] {
    return [
      '-i',
      join(this.folder, 'key'),
      portFlag,
      String(this.sshd.port),
      '-o',
      `UserKnownHostsFile=${join(this.folder, 'known_hosts')}`,
      '-o',
      'BatchMode=yes',
      '-o',
      'LogLevel=ERROR',
    ];
  }
}

/** Runs a local program to its end. */
export async function run(
  command: string,
  args: string[],
  options: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: options.env ?? process.env });
  child.stdin.end(options.input);
  const output = collect(child);
  await succeeded(child, command);
  return output;
}

async function succeeded(child: ChildProcess, name: string): Promise<void> {
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
}

async function collect(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) text += String(chunk);
  return text;
}
