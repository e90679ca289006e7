import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChannelTestAnswer } from '@app/contracts';
import { toStrongroomError } from '@app/core';
import { NotifierConfig } from '../config';
import { Background } from '../notices/background.repository';
import { Sender } from '../sending/sender';
import type { Channel } from './channel.entity';

/** Sends a notice that tells of nothing, once, and says what came of it. */
@Injectable()
export class ChannelTester {
  constructor(
    private readonly background: Background,
    private readonly sender: Sender,
    private readonly config: NotifierConfig,
  ) {}

  async test(channel: Channel): Promise<ChannelTestAnswer> {
    const { organizationId } = channel;
    const nameOf = await this.background.namesOf([organizationId]);
    const began = performance.now();
    const answer = (error: ChannelTestAnswer['error']): ChannelTestAnswer => ({
      ok: error === null,
      duration_ms: Math.round(performance.now() - began),
      error,
    });
    const letter = {
      deliveryId: randomUUID(),
      eventId: randomUUID(),
      organizationId,
      organizationName: nameOf(organizationId),
      environmentId: null,
      environmentName: null,
      kind: 'test' as const,
      severity: 'info' as const,
      title: `The channel "${channel.name}" works`,
      lead: `Somebody has tested the notification channel "${channel.name}". Nothing has happened.`,
      facts: [],
      path: `organizations/${organizationId}/notification-channels/${channel.id}`,
      occurredAt: new Date(),
    };
    try {
      const unreached = await this.sender.send(channel, letter, AbortSignal.timeout(this.config.attemptTimeoutMs));
      return answer(unreached?.toReport() ?? null);
    } catch (thrown) {
      return answer(toStrongroomError(thrown).toReport());
    }
  }
}
