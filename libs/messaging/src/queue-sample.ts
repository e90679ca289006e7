import type { ConsumerDefinition } from '@app/contracts';
import { METRICS, type Sample } from '@app/telemetry';
import type { NatsLink } from './nats-link';

/** How many messages a service's own consumers have before them: no other service's user may ask for that. */
export function queueSample(link: NatsLink, consumers: readonly ConsumerDefinition[]): Sample {
  return {
    name: 'queues',
    gauges: [METRICS.queueMessages],
    read: async () => {
      const { consumers: known } = await link.manager();
      const infos = await Promise.all(consumers.map(({ stream, durable }) => known.info(stream, durable)));
      return () => {
        for (const { name, num_pending, num_ack_pending } of infos) {
          METRICS.queueMessages.set({ consumer: name, state: 'waiting' }, num_pending);
          METRICS.queueMessages.set({ consumer: name, state: 'in_progress' }, num_ack_pending);
        }
      };
    },
  };
}
