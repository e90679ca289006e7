import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Admission, AuthCallout, NatsLink } from '@app/messaging';
import { GatewayConfig } from '../config';
import { EventCredentials } from './event-credentials';

/**
 * Tells the NATS server who may listen from outside. A connection lasts for a while and is then asked about again, so
 * that a revoked credential ends without a word to the server; one that expires takes its connections along.
 */
@Injectable()
export class EventAdmission implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly callout?: AuthCallout;

  constructor(
    link: NatsLink,
    private readonly credentials: EventCredentials,
    private readonly config: GatewayConfig,
  ) {
    const { natsIssuerSeed } = config;
    if (natsIssuerSeed !== undefined)
      this.callout = new AuthCallout(link, natsIssuerSeed, (...credential) => this.admit(...credential));
  }

  onApplicationBootstrap(): void {
    this.callout?.listen('gateway');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.callout?.stop();
  }

  private async admit(username: string, password: string): Promise<Admission | undefined> {
    const listening = await this.credentials.admissionFor(username, password);
    if (listening === undefined) return undefined;
    const { subjects: subscribe, until } = listening;
    const age = Date.now() + this.config.eventConnectionMaxAgeMs;
    return { subscribe, expiresAt: new Date(Math.min(age, until?.getTime() ?? Infinity)) };
  }
}
