import { type BeforeApplicationShutdown, Module } from '@nestjs/common';
import { JetStreamServer } from '@app/messaging';
import { HealthController } from './health.controller';
import { Readiness } from './readiness';

/** Health answers until the last message is finished or handed back: whoever waits for the end of a process can ask how it goes. */
@Module({ controllers: [HealthController], providers: [Readiness], exports: [Readiness] })
export class HealthModule implements BeforeApplicationShutdown {
  constructor(
    private readonly consumers: JetStreamServer,
    private readonly readiness: Readiness,
  ) {}

  /** Nest closes HTTP before the consumers; so these are closed here already. */
  async beforeApplicationShutdown(): Promise<void> {
    this.readiness.startDraining();
    await this.consumers.close();
  }
}
