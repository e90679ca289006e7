import { Injectable, Logger } from '@nestjs/common';
import { PROGRESS_FILTER, ProgressPayload, progressSubject, validatePayload } from '@app/contracts';
import { NatsLink } from './nats-link';

/** How far running tasks are, on core NATS: not stored, the last report wins, a lost one does not matter. */
@Injectable()
export class Progress {
  private readonly logger = new Logger(Progress.name);

  constructor(private readonly link: NatsLink) {}

  /** Never throws and never waits; without a connection the report is dropped. */
  publish(progress: ProgressPayload): void {
    if (!this.link.connected) return;
    try {
      this.link.connection.publish(progressSubject(progress), JSON.stringify(progress));
    } catch (error) {
      this.logger.debug(`a progress report was lost: ${(error as Error).message}`);
    }
  }

  /** @returns what ends the subscription */
  subscribe(onProgress: (progress: ProgressPayload) => void): () => void {
    const subscription = this.link.connection.subscribe(PROGRESS_FILTER, {
      callback: (error, message) => {
        try {
          if (error) throw error;
          onProgress(validatePayload('progress', ProgressPayload, message.json()));
        } catch (problem) {
          this.logger.warn(`a progress report was dropped: ${(problem as Error).message}`);
        }
      },
    });
    return () => {
      if (!this.link.connection.isClosed()) subscription.unsubscribe();
    };
  }
}
