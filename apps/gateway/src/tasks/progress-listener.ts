import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Progress } from '@app/messaging';
import { ProgressFeed } from '../events/progress-feed';
import { LiveProgress } from './live-progress';

/** Hears the progress of all running tasks. Every gateway hears all of it. */
@Injectable()
export class ProgressListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly progress: Progress,
    private readonly live: LiveProgress,
    private readonly feed: ProgressFeed,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = this.progress.subscribe((progress) => {
      this.live.note(progress);
      this.feed.note(progress);
    });
  }

  onApplicationShutdown(): void {
    this.unsubscribe?.();
  }
}
