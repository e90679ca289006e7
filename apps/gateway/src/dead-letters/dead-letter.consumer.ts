import { randomUUID } from 'node:crypto';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONSUMERS, DeadLetterKept } from '@app/contracts';
import { DeadLetterConsumer, Outbox, type ReceivedDeadLetter } from '@app/messaging';
import { Environment } from '../directory/environment.entity';
import { DeadLetter } from './dead-letter.entity';
import { concernedBy, kindOf, messageOf } from './letter-content';

/** Keeps every dead letter, once, where people can find it, and tells of those that concern an organization. */
@Controller()
export class DeadLetterKeeper {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
  ) {}

  @DeadLetterConsumer(CONSUMERS.gatewayDeadLetters)
  async keep(letter: ReceivedDeadLetter): Promise<void> {
    const { messageId, diedAt, ...rest } = letter;
    const concerned = concernedBy(messageOf(letter.body));
    const id = randomUUID();
    await this.dataSource.transaction(async (manager) => {
      const environment =
        concerned.environment_id === null
          ? null
          : await manager.findOneBy(Environment, { id: concerned.environment_id });
      const kept = {
        ...rest,
        ...concerned,
        id,
        message_id: messageId,
        kind: kindOf(letter.subject),
        project_id: environment?.project_id ?? null,
        died_at: diedAt,
      };
      await manager.createQueryBuilder().insert().into(DeadLetter).values(kept).orIgnore().execute();
      const organizationId = concerned.organization_id;
      // of the death of that fact itself nobody is told: it would die again
      if (organizationId === null || kept.kind === DeadLetterKept.name) return;
      if (!(await manager.existsBy(DeadLetter, { id }))) return;
      const fact = {
        organization_id: organizationId,
        dead_letter_id: id,
        project_id: kept.project_id,
        environment_id: concerned.environment_id,
        task_id: concerned.task_id,
        message_kind: kept.kind,
        consumer: kept.consumer,
        attempts: kept.attempts,
        code: kept.code,
        message: kept.message,
        died_at: diedAt.toISOString(),
      };
      await this.outbox.event(manager, DeadLetterKept, fact, { organizationId, subject: `dead_letter/${id}` });
    });
  }
}
