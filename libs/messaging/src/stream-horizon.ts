import { Injectable } from '@nestjs/common';
import type { StreamName } from '@app/contracts';
import { NatsLink } from './nats-link';

/**
 * Tells whether a message may still lie in a stream. A stream keeps the order of its messages, so that what was stored
 * before its oldest message is settled or lost.
 */
@Injectable()
export class StreamHorizon {
  constructor(private readonly link: NatsLink) {}

  /** When the oldest message that is still there was stored, by the broker's clock; undefined: the stream is empty. */
  async oldest(stream: StreamName): Promise<Date | undefined> {
    const { state } = await (await this.link.manager()).streams.info(stream);
    return state.messages === 0 ? undefined : new Date(state.first_ts);
  }
}
