import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import type { TaskPlace } from './stream-event';

const PLACE = 'SELECT project_id, environment_id FROM tasks WHERE id = $1';
const MOST_TASKS = 10_000;

/** In which project and environment a task works. That never changes, so that it is asked for once. */
@Injectable()
export class TaskPlaces {
  /** In the order of arrival, the oldest first. */
  private readonly known = new Map<string, TaskPlace>();

  constructor(private readonly dataSource: DataSource) {}

  /** Empty: nowhere, or no task is known of this id. */
  async of(taskId: string | undefined): Promise<TaskPlace> {
    if (taskId === undefined || !isUUID(taskId)) return {};
    const known = this.known.get(taskId);
    if (known !== undefined) return known;
    const rows: { project_id: string | null; environment_id: string | null }[] = await this.dataSource.query(PLACE, [
      taskId,
    ]);
    if (rows[0] === undefined) return {};
    const place = { projectId: rows[0].project_id ?? undefined, environmentId: rows[0].environment_id ?? undefined };
    this.known.set(taskId, place);
    if (this.known.size > MOST_TASKS) this.known.delete(this.known.keys().next().value!);
    return place;
  }
}
