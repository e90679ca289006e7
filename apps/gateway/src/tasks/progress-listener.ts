import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Progress } from '@app/messaging';
import { LiveProgress } from './live-progress';

/** Hears the progress of all running tasks. Every gateway hears all of it. */
@Injectable()
export class ProgressListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly progress: Progress,
    private readonly live: LiveProgress,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = this.progress.subscribe((progress) => this.live.note(progress));
  }

  onApplicationShutdown(): void {
    this.unsubscribe?.();
  }
}
