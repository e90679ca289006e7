import { join } from 'node:path';
import { SERVICES, type ServiceName } from '@app/contracts';
import { settingsOf } from '@app/service';
import { composeCommand } from '../../test/fixtures/composition';
import { describeRequiring } from '../../test/fixtures/requires';
import { run } from '../embedded/processes';
import { projectFolder } from '../embedded/project-folder';
import { CONFIGS } from '../embedded/settings';

interface ComposeService {
  user?: string;
  image: string;
  build?: { args: Record<string, string> };
  restart?: string;
  read_only?: boolean;
  privileged?: boolean;
  cap_drop?: string[];
  cap_add?: string[];
  security_opt?: string[];
  mem_limit?: string;
  pids_limit?: number;
  healthcheck?: { test: string[]; interval: string; timeout: string; retries: number };
  environment?: Record<string, string>;
  ports?: { host_ip: string; target: number }[];
  volumes?: { source: string; target: string; read_only?: boolean }[];
  depends_on?: Record<string, { condition: string }>;
}

/** The program may have to be got first. */
const GET_MS = 600_000;
const ONE_SHOTS = ['prepare', 'provision', 'setup'];
const SERVERS = ['postgres', 'nats', 's3'];
/** Names of variables that the file takes from whoever runs it: none may change what the spec sees. */
const KEEP = ['PATH', 'HOME', 'DOCKER_HOST'];

describeRequiring('docker', 'docker-compose.yml', () => {
  let services: Record<string, ComposeService>;
  beforeAll(async () => {
    const [program, ...args] = await composeCommand();
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => KEEP.includes(name)));
    const file = join(projectFolder(), 'docker-compose.yml');
    const text = await run(program, [...args, '--file', file, 'config', '--format', 'json'], { env });
    services = (JSON.parse(text) as { services: Record<string, ComposeService> }).services;
  }, GET_MS);

  it('has the six services, their servers, and what makes them ready', () => {
    expect(Object.keys(services).sort()).toEqual([...SERVICES, ...SERVERS, ...ONE_SHOTS].sort());
  });

  it('gives every container no more rights than it needs, and limits', () => {
    for (const [name, service] of Object.entries(services)) {
      expect({ name, ...service }).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.stringMatching(/^\d+$/) as string,
        pids_limit: expect.any(Number) as number,
        user: expect.stringMatching(name === 'prepare' ? /^0:0$/ : /^[1-9]/) as string,
      });
      expect([name, service.privileged ?? false]).toEqual([name, false]);
      expect([name, service.cap_add]).toEqual([
        name,
        name === 'prepare' ? ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] : undefined,
      ]);
    }
  });

  it('watches what runs and starts it again, and has something wait for what ends', () => {
    for (const [name, { restart, healthcheck }] of Object.entries(services)) {
      const ends = ONE_SHOTS.includes(name);
      expect([name, restart]).toEqual([name, ends ? 'no' : 'unless-stopped']);
      expect([name, healthcheck !== undefined]).toEqual([name, !ends]);
    }
    for (const name of ONE_SHOTS) {
      const waiting = Object.values(services).map(({ depends_on }) => depends_on?.[name]?.condition);
      expect(waiting).toContain('service_completed_successfully');
    }
  });

  it.each(SERVICES)('sets for %s only what it reads, and all that it requires', (service: ServiceName) => {
    const settings = settingsOf(CONFIGS[service]);
    const given = Object.keys(services[service]!.environment ?? {}).map((name) => name.replace(/_FILE$/, ''));
    const known = settings.flatMap(({ env }) => [env, env.replace(/_FILE$/, '')]);
    expect(given.filter((name) => !known.includes(name))).toEqual([]);
    const required = settings.filter((setting) => setting.default === undefined && !setting.optional);
    expect(required.map(({ env }) => env).filter((env) => !given.includes(env))).toEqual([]);
  });

  it('shows each container its own secrets alone, and nothing of the host', () => {
    for (const [name, { volumes = [] }] of Object.entries(services)) {
      if (name === 'prepare') continue;
      const secrets = volumes.filter(({ target }) => target === '/secrets');
      expect([name, secrets]).toEqual([
        name,
        [expect.objectContaining({ source: `${name}-secrets`, read_only: true })],
      ]);
      expect(volumes.filter(({ source }) => source.startsWith('/'))).toEqual([]);
    }
  });

  it('opens ports on this machine alone', () => {
    const ports = Object.entries(services).flatMap(([name, service]) =>
      (service.ports ?? []).map(({ host_ip, target }) => [name, host_ip, target]),
    );
    expect(ports).toEqual([
      ['gateway', '127.0.0.1', 8000],
      ['nats', '127.0.0.1', 4222],
    ]);
  });

  it('names a version of every image, and takes each from whoever builds', () => {
    expect(services['prepare']!.build!.args).toHaveProperty('BASE_IMAGE', expect.stringMatching(/^node:24/));
    for (const server of SERVERS) expect(services[server]!.image).toMatch(/^[\w/]+:v?\d[\w.-]*$/);
  });
});
