/** Plays the backup executor for one backup of a test gateway. */
import {
  BackupCompleted,
  type BackupCompletedPayload,
  BackupFailed,
  BackupRetrying,
  BackupStarted,
  BackupUploading,
  BackupVerificationFailed,
  BackupVerified,
  type ErrorPayload,
} from '@app/contracts';
import { completion, sampleError } from './sample-events';
import type { Answer, Directory, TestGateway } from './test-gateway';

export class OneBackup {
  constructor(
    private readonly gateway: TestGateway,
    private readonly directory: Directory,
    readonly created: Answer['body'],
  ) {}

  static async request(gateway: TestGateway, directory: Directory, body: object = {}): Promise<OneBackup> {
    const path = `/api/v1/backups/environments/${directory.environment.id}/backups`;
    return new OneBackup(gateway, directory, await gateway.make(path, body));
  }

  details = async (): Promise<Answer['body']> => (await this.gateway.get(`/api/v1/backups/${this.created.id}`)).body;
  task = async (): Promise<Answer['body']> => (await this.gateway.get(`/api/v1/tasks/${this.created.task_id}`)).body;

  started(attempt = 1) {
    return this.gateway.tell(BackupStarted, { ...this.ref(attempt), started_at: completion.started_at });
  }
  uploading(attempt = 1) {
    return this.gateway.tell(BackupUploading, this.ref(attempt));
  }
  completed(attempt = 1, more: Partial<BackupCompletedPayload> = {}) {
    return this.gateway.tell(BackupCompleted, {
      ...this.ref(attempt),
      ...completion,
      project_id: this.directory.project.id,
      storage_config_id: this.created.storage_config_id,
      backup_type: this.created.backup_type,
      ...more,
    });
  }
  retrying(attempt = 1) {
    return this.gateway.tell(BackupRetrying, {
      ...this.ref(attempt),
      error: sampleError,
      next_attempt_at: '2030-01-01T00:00:00.000Z',
    });
  }
  failed(attempt = 1) {
    return this.gateway.tell(BackupFailed, {
      ...this.ref(attempt),
      error: sampleError,
      failed_at: new Date().toISOString(),
    });
  }
  verified(taskId: string, intact = true, error: ErrorPayload | null = null) {
    return this.gateway.tell(BackupVerified, {
      ...this.ref(1, taskId),
      level: 'rehashed',
      intact,
      error,
      verified_at: new Date().toISOString(),
    });
  }
  unverifiable(taskId: string) {
    return this.gateway.tell(BackupVerificationFailed, {
      ...this.ref(1, taskId),
      error: sampleError,
      failed_at: new Date().toISOString(),
    });
  }

  private ref(attempt: number, task_id: string = this.created.task_id) {
    return {
      organization_id: this.directory.organization.id as string,
      environment_id: this.directory.environment.id as string,
      task_id,
      backup_id: this.created.id as string,
      attempt,
    };
  }
}
