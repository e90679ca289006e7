import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, startTimeOf } from './processes';
import { ServiceProcess } from './service-process';

/** A stand-in for a service: answers health, and shows what it was given. */
const STUB = `
const { createServer } = require('node:http');
const { readFileSync } = require('node:fs');
const seen = { argv: process.argv, env: process.env, url: readFileSync(process.env.STRONGROOM_DATABASE_URL_FILE, 'utf8') };
createServer((request, response) => response.end(JSON.stringify(seen))).listen(process.env.STRONGROOM_HTTP_PORT, '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

let home: string;
let service: ServiceProcess;
const lines: string[] = [];

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'strongroom-service-'));
  for (const folder of ['logs', 'run']) mkdirSync(join(home, folder));
  writeFileSync(join(home, 'stub.js'), STUB);
  lines.length = 0;
  service = make();
  await service.start();
  await service.ready(10_000);
});

afterEach(async () => {
  await service.stop();
  rmSync(home, { recursive: true, force: true });
});

function make(): ServiceProcess {
  return new ServiceProcess({
    service: 'retention',
    name: 'retention-2',
    entry: join(home, 'stub.js'),
    home,
    env: { PATH: process.env.PATH },
    secrets: { STRONGROOM_DATABASE_URL: 'postgres://retention:hidden@127.0.0.1/strongroom' },
    stopGraceMs: 2_000,
    say: (line) => lines.push(line),
  });
}

it('hands secrets over in files, not in arguments and not in the environment', async () => {
  const seen = (await (await fetch(service.url)).json()) as { argv: unknown; env: unknown; url: string };
  expect(seen.url).toBe('postgres://retention:hidden@127.0.0.1/strongroom');
  expect(JSON.stringify([seen.argv, seen.env])).not.toContain('hidden');
});

it('starts a process again that was killed, and says so', async () => {
  const first = service.pid;
  service.kill('SIGKILL');
  expect(await eventually(() => service.pid !== undefined && service.pid !== first, 120_000)).toBe(true);
  await service.ready(10_000);
  expect(lines).toEqual([expect.stringMatching(/^retention-2 was killed by SIGKILL; starting it again in 1 s/)]);
});

it('does not start again what was stopped on purpose', async () => {
  const pid = service.pid!;
  await service.stop();
  expect(startTimeOf(pid)).toBeUndefined();
  expect(service.pid).toBeUndefined();
  expect(lines).toEqual([]);
});

it('ends the process that an earlier supervisor left over', async () => {
  const leftover = service.pid!;
  const pidFile = readFileSync(join(home, 'run', 'retention-2.pid'), 'utf8');
  const next = make();
  await next.start();
  try {
    expect(pidFile.split(' ')[0]).toBe(String(leftover));
    expect(startTimeOf(leftover)).toBeUndefined();
    await next.ready(10_000);
  } finally {
    await next.stop();
  }
});
