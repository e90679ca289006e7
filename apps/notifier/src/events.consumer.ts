import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  type CloudEvent,
  CONSUMERS,
  DIRECTORY_EVENTS,
  eventData,
  PolicyCreated,
  PolicyDeleted,
  PolicyUpdated,
} from '@app/contracts';
import { EventConsumer } from '@app/messaging';
import { Channels } from './channels/channels.repository';
import { DeliveryPump } from './deliveries/delivery-pump';
import { Intake } from './deliveries/intake';
import { Background } from './notices/background.repository';
import { isNotable } from './notices/notice-of';
import { WITHOUT_POLICY } from './notices/wishes';

const NAMED = Object.values(DIRECTORY_EVENTS).flatMap(({ created, updated }) => [created, updated]);

/** Learns from every event what it needs to know, and has those delivered that somebody wants to be told of. */
@Controller()
export class EventsConsumer {
  constructor(
    private readonly background: Background,
    private readonly channels: Channels,
    private readonly intake: Intake,
    private readonly pump: DeliveryPump,
  ) {}

  @EventConsumer(CONSUMERS.notifierEvents)
  async learn(@Payload() event: CloudEvent<unknown>): Promise<void> {
    if (isNotable(event)) {
      if (await this.intake.take(event)) this.pump.wake();
      return;
    }
    for (const definition of NAMED) {
      const thing = eventData(definition, event);
      if (thing?.name) return this.background.learnName(thing.id, thing.name, thing.changed_at);
    }
    for (const definition of [PolicyCreated, PolicyUpdated]) {
      const policy = eventData(definition, event);
      if (policy)
        return this.background.learnWishes(policy.environment_id, policy.revision, {
          onSuccess: policy.notify_on_success,
          onFailure: policy.notify_on_failure,
        });
    }
    const policyDeleted = eventData(PolicyDeleted, event);
    if (policyDeleted)
      return this.background.learnWishes(policyDeleted.environment_id, policyDeleted.revision, WITHOUT_POLICY);
    const organizationDeleted = eventData(DIRECTORY_EVENTS.organization.deleted, event);
    if (organizationDeleted) return this.channels.forget(organizationDeleted.id);
  }
}
