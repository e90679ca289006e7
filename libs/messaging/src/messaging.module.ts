import { type DynamicModule, Module } from '@nestjs/common';
import type { ServiceName } from '@app/contracts';
import { EventLog } from './event-log';
import { JetStreamServer } from './jetstream-server';
import { NatsLink } from './nats-link';
import { Outbox } from './outbox';
import { OutboxRelay } from './outbox-relay';
import { Progress } from './progress';
import { RpcClient } from './rpc-client';
import { StreamHorizon } from './stream-horizon';
import { MESSAGING_SERVICE, MESSAGING_SETTINGS, type MessagingSettings } from './settings';

/** Everything a service needs to talk: it expects the DatabaseModule and the provider of MESSAGING_SETTINGS beside it. */
@Module({})
export class MessagingModule {
  static forRoot({ service }: { service: ServiceName }): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: MESSAGING_SERVICE, useValue: service },
        {
          provide: NatsLink,
          inject: [MESSAGING_SETTINGS],
          useFactory: ({ natsUrl }: MessagingSettings) => NatsLink.open(service, natsUrl),
        },
        Outbox,
        OutboxRelay,
        Progress,
        RpcClient,
        StreamHorizon,
        EventLog,
        JetStreamServer,
      ],
      exports: [
        NatsLink,
        Outbox,
        OutboxRelay,
        Progress,
        RpcClient,
        StreamHorizon,
        EventLog,
        JetStreamServer,
        MESSAGING_SERVICE,
      ],
    };
  }
}
