import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { type ProgressPayload, TaskStatusChanged } from '@app/contracts';
import { GatewayConfig } from '../config';
import { EventFeed } from './event-feed';
import { EventStreams } from './event-streams';
import { progressStreamEvent } from './stream-event';
import { TaskPlaces } from './task-places';

/** Passes the progress of running tasks on to the event streams: per task the last report of each interval. */
@Injectable()
export class ProgressFeed implements OnModuleDestroy {
  private readonly logger = new Logger(ProgressFeed.name);
  private readonly pending = new Map<string, ProgressPayload>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly streams: EventStreams,
    private readonly places: TaskPlaces,
    private readonly config: GatewayConfig,
    feed: EventFeed,
  ) {
    // what was reported before a change of the status is no news after it
    feed.listen({ onEvent: ({ name, taskId }) => name === TaskStatusChanged.name && this.pending.delete(taskId!) });
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  note(progress: ProgressPayload): void {
    if (this.streams.count === 0) return;
    const pending = this.pending.get(progress.task_id);
    if (pending !== undefined && pending.attempt > progress.attempt) return;
    this.pending.set(progress.task_id, progress);
    this.timer ??= setTimeout(() => void this.tell(), this.config.sseProgressIntervalMs);
  }

  private async tell(): Promise<void> {
    const reports = [...this.pending.values()];
    this.pending.clear();
    this.timer = undefined;
    for (const report of reports)
      try {
        this.streams.offer(progressStreamEvent(report, await this.places.of(report.task_id)));
      } catch (error) {
        this.logger.debug(`a progress report was lost: ${(error as Error).message}`);
      }
  }
}
