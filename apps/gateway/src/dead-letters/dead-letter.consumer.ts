import { randomUUID } from 'node:crypto';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONSUMERS } from '@app/contracts';
import { DeadLetterConsumer, type ReceivedDeadLetter } from '@app/messaging';
import { Environment } from '../directory/environment.entity';
import { DeadLetter } from './dead-letter.entity';
import { concernedBy, kindOf, messageOf } from './letter-content';

/** Keeps every dead letter, once, where people can find it. */
@Controller()
export class DeadLetterKeeper {
  constructor(private readonly dataSource: DataSource) {}

  @DeadLetterConsumer(CONSUMERS.gatewayDeadLetters)
  async keep(letter: ReceivedDeadLetter): Promise<void> {
    const { messageId, diedAt, ...rest } = letter;
    const concerned = concernedBy(messageOf(letter.body));
    const { manager } = this.dataSource;
    const environment =
      concerned.environment_id === null ? null : await manager.findOneBy(Environment, { id: concerned.environment_id });
    await manager
      .createQueryBuilder()
      .insert()
      .into(DeadLetter)
      .values({
        ...rest,
        ...concerned,
        id: randomUUID(),
        message_id: messageId,
        kind: kindOf(letter.subject),
        project_id: environment?.project_id ?? null,
        died_at: diedAt,
      })
      .orIgnore()
      .execute();
  }
}
