/** Plays the restore executor for one restore of a test gateway. */
import { RestoreCompleted, type RestoreCompletedPayload, type EventDefinition } from '@app/contracts';
import type { Answer, TestGateway } from './test-gateway';

export class OneRestore {
  constructor(
    private readonly gateway: TestGateway,
    readonly created: Answer['body'],
  ) {}

  shown = async (): Promise<Answer['body']> => (await this.gateway.get(`/api/v1/restores/${this.created.id}`)).body;
  undo = (): Promise<Answer> => this.gateway.post(`/api/v1/restores/${this.created.id}/undo`);

  completed(more: Partial<RestoreCompletedPayload> = {}): Promise<void> {
    return this.tell(RestoreCompleted, {
      backup_id: this.created.backup_id,
      target_db: this.created.target_db,
      started_at: '2026-01-01T00:00:00.000Z',
      completed_at: '2026-01-01T00:02:00.000Z',
      database_bytes: 10,
      filestore_bytes: 20,
      filestore_files: 3,
      users: 4,
      warnings: [{ code: 'W', message: 'look at it' }],
      ...more,
    });
  }

  /** Tells a fact of the restore, or of the task that is named. */
  tell<P extends object>(event: EventDefinition<P>, facts: object, task_id = this.created.task_id): Promise<void> {
    const { id: restore_id, organization_id, environment_id } = this.created;
    const payload = { restore_id, organization_id, environment_id, task_id, attempt: 1, ...facts };
    return this.gateway.tell(event, payload as unknown as P & { organization_id: string });
  }
}
