import { rm, stat } from 'node:fs/promises';
import type { ApiClient, BackupView, RestoreView } from '../../deploy/demo/api-client';
import { type DirectoryIds, register } from '../../deploy/demo/directory';
import type { EmbeddedStrongroom } from '../../deploy/embedded/start-embedded';
import type { TestS3 } from '../fixtures/s3';
import type { Sshd } from '../fixtures/sshd';
import type { Measurement } from './rounds';
import { DB_NAME, scratchFiles } from './bench-environment';
import { costOf } from './machine-time';
import { MeasuredProcess } from './measured-process';

interface Places {
  sshd: Sshd;
  s3: TestS3 | undefined;
  /** A directory of this machine. */
  storage: string;
  sizes: { database: number; files: number };
}

/** Logs and journals are some kilobytes. */
const NOISE_BYTES = 1024 * 1024;

/** Strongroom's backup of the bench environment, from the POST to `completed`. */
export class StrongroomSide {
  private constructor(
    private readonly strongroom: EmbeddedStrongroom,
    private readonly api: ApiClient,
    private readonly ids: DirectoryIds,
    private readonly places: Places,
  ) {}

  get environmentId(): string {
    return this.ids.environment_id;
  }

  /** Keys and ports are new in every run, and so the server is a new one too. */
  static async register(strongroom: EmbeddedStrongroom, api: ApiClient, places: Places): Promise<StrongroomSide> {
    const { sshd, sizes, storage } = places;
    const server = {
      name: `sshd on port ${sshd.port} at ${new Date().toISOString()}`,
      ip_address: sshd.host,
      ssh_port: sshd.port,
      ssh_user: sshd.user,
      private_key: sshd.privateKey,
      host_key: sshd.hostKey,
    };
    const name = `bench ${sizes.database} + ${sizes.files} GiB at ${server.name}`;
    const settings = { slug: `bench-${Date.now()}`, runtime: 'docker', db_name: DB_NAME };
    const ids = await register(api, { name, server, settings }, { provider: 'local', path: storage });
    return new StrongroomSide(strongroom, api, ids, places);
  }

  /** @param verify how far the object is read back before the backup is called completed */
  async backUp(kind: 'local' | 's3', verify: 'none' | 'rehashed'): Promise<Measurement> {
    const storage_config_id = await this.makeStorage(kind, verify);
    let backup: BackupView | undefined;
    const objectBytes = async () => (kind === 'local' ? (await stat(backup!.location!)).size : 0);
    const measured = await this.measure(
      'backup-executor',
      async () => {
        backup = await this.requestBackup(storage_config_id);
      },
      objectBytes,
    );
    if (kind === 'local') await rm(backup!.location!);
    return measured;
  }

  /** A backup in a directory, to be restored. */
  async keepBackup(): Promise<BackupView> {
    return this.requestBackup(await this.makeStorage('local', 'none'));
  }

  /** Restores a backup, from the POST to `completed`. */
  async restore(backup: BackupView, how: object = {}): Promise<Measurement & { restore: RestoreView }> {
    let restore: RestoreView | undefined;
    const measured = await this.measure('restore-executor', async () => {
      const requested = await this.api.post<RestoreView>(`/api/v1/backups/${backup.id}/restore`, how);
      await this.untilCompleted('restore', requested.task_id);
      restore = await this.api.get<RestoreView>(`/api/v1/restores/${requested.id}`);
    });
    return { ...measured, restore: restore! };
  }

  async tearDown({ id }: RestoreView): Promise<void> {
    const { teardown_task_id } = await this.api.delete<{ teardown_task_id: string }>(`/api/v1/restores/${id}`);
    await this.untilCompleted('teardown', teardown_task_id);
  }

  /** @param wantedBytes what the executor had to write to disks of this machine: the rest is scratch */
  private async measure(service: string, work: () => Promise<void>, wantedBytes = async () => 0): Promise<Measurement> {
    const pid = this.strongroom.services.find((each) => each.service === service)!.pid!;
    const executor = new MeasuredProcess(pid);
    const filesBefore = (await scratchFiles(this.environmentId)).length;
    const cost = await costOf(work);
    const added = (await scratchFiles(this.environmentId)).length - filesBefore;
    if (added > 0) throw new Error(`The ${service} left ${added} files in the containers`);
    const [peakRssBytes, executorCpuSeconds] = [executor.peakRssBytes(), executor.cpuSinceSeconds()];
    const scratchBytes = executor.writtenSinceBytes() - (await wantedBytes());
    return { ...cost, peakRssBytes, executorCpuSeconds, scratchBytes: scratchBytes < NOISE_BYTES ? 0 : scratchBytes };
  }

  private async requestBackup(storage_config_id: string): Promise<BackupView> {
    const path = `/api/v1/backups/environments/${this.environmentId}/backups`;
    const requested = await this.api.post<BackupView>(path, { storage_config_id });
    await this.untilCompleted('backup', requested.task_id);
    return this.api.get<BackupView>(`/api/v1/backups/${requested.id}`);
  }

  private async untilCompleted(what: string, taskId: string): Promise<void> {
    const task = await this.api.waitForTask(taskId);
    if (task.status !== 'completed')
      throw new Error(`The ${what} ${task.status}: ${task.error?.code} ${task.error?.message}`);
  }

  private async makeStorage(kind: 'local' | 's3', verify_after_upload: 'none' | 'rehashed'): Promise<string> {
    const { s3, storage } = this.places;
    const place =
      kind === 'local'
        ? { provider: 'local', path: storage }
        : {
            provider: 's3',
            endpoint: s3!.endpoint,
            region: s3!.region,
            bucket: await s3!.bucket(),
            credentials: { access_key_id: s3!.accessKeyId, secret_access_key: s3!.secretAccessKey },
          };
    const { id } = await this.api.post<{ id: string }>('/api/v1/backups/storage-configs', {
      organization_id: this.ids.organization_id,
      name: `bench ${kind} ${verify_after_upload} ${Date.now()}`,
      verify_after_upload,
      ...place,
    });
    return id;
  }
}
