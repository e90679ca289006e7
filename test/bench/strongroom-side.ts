import { rm, stat } from 'node:fs/promises';
import type { ApiClient, BackupView } from '../../deploy/demo/api-client';
import { type DirectoryIds, register } from '../../deploy/demo/directory';
import type { EmbeddedStrongroom } from '../../deploy/embedded/start-embedded';
import type { TestS3 } from '../fixtures/s3';
import type { Sshd } from '../fixtures/sshd';
import type { Measurement } from './backup-report';
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
    const pid = this.strongroom.services.find(({ service }) => service === 'backup-executor')!.pid!;
    const executor = new MeasuredProcess(pid);
    const filesBefore = (await scratchFiles(this.environmentId)).length;
    let backup: BackupView | undefined;
    const cost = await costOf(async () => {
      backup = await this.requestAndWait(storage_config_id);
    });
    const peakRssBytes = executor.peakRssBytes();
    const executorCpuSeconds = executor.cpuSinceSeconds();
    // What the executor wrote to disks beside the object is scratch.
    let writtenBytes = executor.writtenSinceBytes();
    if (kind === 'local') {
      writtenBytes -= (await stat(backup!.location!)).size;
      await rm(backup!.location!);
    }
    const added = (await scratchFiles(this.environmentId)).length - filesBefore;
    if (added > 0) throw new Error(`The backup left ${added} files in the containers`);
    return { ...cost, peakRssBytes, executorCpuSeconds, scratchBytes: writtenBytes < NOISE_BYTES ? 0 : writtenBytes };
  }

  private async requestAndWait(storage_config_id: string): Promise<BackupView> {
    const path = `/api/v1/backups/environments/${this.environmentId}/backups`;
    const requested = await this.api.post<BackupView>(path, { storage_config_id });
    const task = await this.api.waitForTask(requested.task_id);
    if (task.status !== 'completed')
      throw new Error(`The backup ${task.status}: ${task.error?.code} ${task.error?.message}`);
    return this.api.get<BackupView>(`/api/v1/backups/${requested.id}`);
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
