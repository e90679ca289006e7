/** A small service for the specs of `bootstrap`: it works on backup.run for as long as WORK_MS says. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Module } from '@nestjs/common';
import { BackupRun, type BackupRunPayload, CONSUMERS } from '@app/contracts';
import { DatabaseModule } from '@app/database';
import {
  CommandConsumer,
  CreateOutbox1780000000000,
  type DeliveryContext,
  MessagingModule,
  OutboxMessage,
} from '@app/messaging';
import { SecretBox } from '@app/secrets';
import { bootstrap, SecretServiceConfig, Setting } from '../src';

class ExampleConfig extends SecretServiceConfig {
  @Setting({ env: 'WORK_MS', doc: 'How long the work takes.', default: 0, unit: 'ms' })
  workMs: number;
}

@Controller()
class Worker {
  constructor(
    private readonly config: ExampleConfig,
    private readonly secrets: SecretBox,
  ) {}

  @CommandConsumer(BackupRun, CONSUMERS.backupRun)
  async work({ backup_id }: BackupRunPayload, { signal }: DeliveryContext): Promise<void> {
    this.secrets.seal('works', backup_id);
    process.stdout.write(`{"work":"begun"}\n`);
    await sleep(this.config.workMs, undefined, { signal });
    process.stdout.write(`{"work":"done"}\n`);
  }
}

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'backup_executor',
      entities: [OutboxMessage],
      migrations: [CreateOutbox1780000000000],
    }),
    MessagingModule.forRoot({ service: 'backup-executor' }),
  ],
  controllers: [Worker],
})
class ExampleModule {}

void bootstrap({ name: 'backup-executor', module: ExampleModule, config: ExampleConfig });
