import { Injectable } from '@nestjs/common';
import { StrongroomError } from '@app/core';
import { channelSecretContext, SecretBox } from '@app/secrets';
import type { Channel } from '../channels/channel.entity';
import { NotifierConfig } from '../config';
import { sendMail } from './email';
import { type GuardedRequest, guardedRequest } from './guarded-request';
import { judgeAnswer } from './judge-answer';
import type { Letter } from './letter';
import { addressRule } from './networks';
import { matrixCode, matrixRequest, slackCode, slackRequest, webhookRequest } from './payloads';
import { linkTo } from './wording';

/** Sends one notice to one channel, once. */
@Injectable()
export class Sender {
  private readonly isAllowed: (address: string) => boolean;

  constructor(
    private readonly secrets: SecretBox,
    private readonly config: NotifierConfig,
  ) {
    this.isAllowed = addressRule(config.allowedNetworks);
  }

  /**
   * @returns whom of several it did not reach
   * @throws StrongroomError when it has reached nobody: of which code decides whether it is tried again
   */
  async send(channel: Channel, letter: Letter, signal: AbortSignal): Promise<StrongroomError | undefined> {
    const { url = '', homeserver = '', room = '', recipients = [] } = channel.settings;
    const link = linkTo(letter, this.config.publicUrl);
    switch (channel.kind) {
      case 'email':
        return sendMail(this.mailServer(), recipients, letter, link, signal);
      case 'webhook':
        return this.ask(webhookRequest(url, this.secretOf(channel), letter, link, new Date()), signal);
      case 'slack':
        return this.ask(slackRequest(this.secretOf(channel), letter, link), signal, slackCode);
      case 'matrix':
        return this.ask(matrixRequest({ homeserver, room }, this.secretOf(channel), letter, link), signal, matrixCode);
    }
  }

  private async ask(
    request: GuardedRequest,
    signal: AbortSignal,
    says?: (text: string) => string | undefined,
  ): Promise<undefined> {
    judgeAnswer(request.url, await guardedRequest(request, this.isAllowed, signal), says);
  }

  private mailServer() {
    const { mailServer } = this.config;
    if (mailServer === undefined)
      throw new StrongroomError('SMTP_NOT_CONFIGURED', 'The notifier was given no SMTP_HOST or no SMTP_FROM.');
    return mailServer;
  }

  private secretOf({ id, secretSealed }: Channel): string {
    if (secretSealed === null) throw new StrongroomError('SECRET_UNREADABLE', `The channel ${id} has no secret.`);
    return this.secrets.open(secretSealed, channelSecretContext(id));
  }
}
