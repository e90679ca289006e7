import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS, type ErrorCode } from '@app/core';
import type { DockerEnvironment } from '../fixtures/docker-environment';
import { describeRequiring } from '../fixtures/requires';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { filesBelow, remoteWork, rowsInProgress } from './leftovers';
import { sshServer, TestStrongroom } from './strongroom';

const RETRIES = 3;
/** Not the one on the PATH, which may be Debian's wrapper of all the tools. */
const PG_DUMP = '/usr/lib/postgresql/17/bin/pg_dump';

/** Stands in for a program and does what the script says; the real one stays beside it as `NAME.real`. */
const STAND_IN = `real=$(readlink -f "$(command -v "$1")"); mv "$real" "$real.real"; printf '#!/bin/sh\\n%s\\n' "$2" | sed "s#REAL#$real.real#g" > "$real"; chmod 755 "$real"`;
const RESTORE = `real=$(readlink -f "$(command -v "$1")"); mv "$real.real" "$real"`;
const DIES_MIDWAY =
  'case "$*" in *--version*|*--help*) exec REAL "$@";; esac; REAL "$@" & sleep 0.2; kill -9 $! 2>/dev/null; wait $!; exit 137';
const ENDS_EARLY = 'case "$*" in *-c*) REAL "$@" | head -c 300000; exit 0;; esac; exec REAL "$@"';

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'a backup that cannot be made', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let environmentId: string;
  let containers: DockerEnvironment;

  beforeAll(async () => {
    [sshd, strongroom] = await Promise.all([startSshd(), TestStrongroom.start()]);
    const environment = await strongroom.addDockerEnvironment(sshd, { messages: 20_000 });
    environmentId = environment.ids.environment_id;
    containers = environment.containers;
  }, 900_000);
  afterAll(async () => {
    await containers?.stop();
    await strongroom?.stop();
    await sshd?.stop();
  });

  async function expectFailure(
    id: string,
    code: ErrorCode,
    body: object = {},
    storage = strongroom.storagePath,
  ): Promise<void> {
    const before = await filesBelow(storage);
    const { backup, task } = await strongroom.backUp(id, body);
    expect(task.error).toMatchObject({ code, remedy: ERRORS[code].remedy });
    expect(task.status).toBe('failed');
    expect(backup).toMatchObject({
      status: 'failed',
      error_message: expect.stringMatching(/\S/) as string,
      error_details: { code },
    });
    const [job] = await strongroom.query<{ failed_attempts: number }>(
      `SELECT failed_attempts FROM backup_executor.jobs WHERE payload ->> 'backup_id' = $1`,
      [backup.id],
    );
    expect(job!.failed_attempts).toBe(ERRORS[code].kind === 'transient' ? 1 + RETRIES : 1);
    expect(await filesBelow(storage)).toEqual(before);
    expect(await rowsInProgress(strongroom)).toEqual([]);
    expect(await remoteWork(containers).catch(() => [])).toEqual([]);
  }

  /** Another environment on the same containers' server, reached or named otherwise. */
  async function otherEnvironment(change: {
    server?: Record<string, unknown>;
    settings?: Record<string, unknown>;
  }): Promise<string> {
    const name = `variant ${JSON.stringify(change)}`.slice(0, 100);
    const ids = await strongroom.register({
      name,
      server: { ...sshServer(sshd), ...change.server, name },
      settings: {
        slug: `variant-${Date.now()}`,
        runtime: 'host',
        db_name: 'prod',
        db_host: '127.0.0.1',
        ...change.settings,
      },
    });
    return ids.environment_id;
  }

  it('says PG_DUMP_KILLED when pg_dump is killed each time', async () => {
    await containers.run('db', 'sh', '-c', STAND_IN, 'sh', PG_DUMP, DIES_MIDWAY);
    try {
      await expectFailure(environmentId, 'PG_DUMP_KILLED');
    } finally {
      await containers.run('db', 'sh', '-c', RESTORE, 'sh', PG_DUMP);
    }
  });

  it('says FILESTORE_TRUNCATED when tar ends early with success', async () => {
    await containers.run('odoo', 'sh', '-c', STAND_IN, 'sh', 'tar', ENDS_EARLY);
    try {
      await expectFailure(environmentId, 'FILESTORE_TRUNCATED');
    } finally {
      await containers.run('odoo', 'sh', '-c', RESTORE, 'sh', 'tar');
    }
  });

  it('says STORAGE_FULL when the disk of the storage is full', async () => {
    const path = join(strongroom.home, 'small-disk');
    mkdirSync(path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path]);
    try {
      const organization = (await strongroom.api.get<{ items: { id: string }[] }>('/api/v1/organizations')).items[0]!;
      const small = await strongroom.api.post<{ id: string }>('/api/v1/backups/storage-configs', {
        organization_id: organization.id,
        name: 'A small disk',
        provider: 'local',
        path,
      });
      await expectFailure(environmentId, 'STORAGE_FULL', { storage_config_id: small.id }, path);
    } finally {
      execFileSync('umount', [path]);
    }
  });

  it('says SSH_AUTH_FAILED when the key is a wrong one', async () => {
    await expectFailure(await otherEnvironment({ server: { private_key: sshd.strangerKey } }), 'SSH_AUTH_FAILED');
  });

  it('says SSH_HOST_KEY_UNKNOWN when no host key is pinned', async () => {
    await expectFailure(await otherEnvironment({ server: { host_key: null } }), 'SSH_HOST_KEY_UNKNOWN');
  });

  it('says SSH_HOST_KEY_MISMATCH when the server shows another host key', async () => {
    const another = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ';
    await expectFailure(await otherEnvironment({ server: { host_key: another } }), 'SSH_HOST_KEY_MISMATCH');
  });

  it('says SSH_UNREACHABLE when nothing listens there', async () => {
    await expectFailure(await otherEnvironment({ server: { ssh_port: 1 } }), 'SSH_UNREACHABLE');
  });

  it('says DATABASE_NOT_FOUND when the database does not exist', async () => {
    await strongroom.api.patch(`/api/v1/environments/${environmentId}`, { db_name: 'no such database' });
    try {
      await expectFailure(environmentId, 'DATABASE_NOT_FOUND');
    } finally {
      await strongroom.api.patch(`/api/v1/environments/${environmentId}`, { db_name: 'prod' });
    }
  });

  it('says CONTAINER_DOWN when a container is stopped', async () => {
    await containers.stopContainer('odoo');
    try {
      await expectFailure(environmentId, 'CONTAINER_DOWN');
    } finally {
      await containers.startContainer('odoo');
    }
  });

  it('is a dead letter afterwards, with its error, once for each failed backup', async () => {
    const { jetstreamManager } = await import('@nats-io/jetstream');
    const { connect } = await import('@nats-io/transport-node');
    const url = new URL(strongroom.embedded.natsAdminUrl);
    const connection = await connect({ servers: url.host, user: url.username, pass: url.password });
    try {
      const { state } = await (await jetstreamManager(connection)).streams.info('DEAD');
      const [failed] = await strongroom.query<{ count: string }>(
        `SELECT count(*) FROM gateway.backups WHERE status = 'failed'`,
      );
      expect(state.messages).toBe(Number(failed!.count));
    } finally {
      await connection.close();
    }
  });

  it('can be made once everything is well again', async () => {
    expect((await strongroom.backUp(environmentId)).backup.status).toBe('completed');
  });
});
