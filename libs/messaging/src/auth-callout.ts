/**
 * NATS's auth callout: whether a user that the server's configuration does not name may connect is asked here, and the
 * answer is a JWT signed with the key that the configuration names as issuer. Only users that listen can be admitted.
 */
import { Logger } from '@nestjs/common';
import { type Msg, nkeys, type Subscription } from '@nats-io/transport-node';
import type { NatsLink } from './nats-link';

export const AUTH_CALLOUT_SUBJECT = '$SYS.REQ.USER.AUTH';
/** The account of every user, as long as the configuration declares no other. */
const ACCOUNT = '$G';

export interface Admission {
  subscribe: readonly string[];
  /** When the server ends the connection; the client connects again, and is asked about again. */
  expiresAt: Date;
}
/** undefined: refused. */
export type Admit = (user: string, password: string) => Promise<Admission | undefined>;

/** What the server asks, as far as it matters here. */
interface AuthRequest {
  server_id: { id: string };
  /** The key that the server has given to the connection; the answer is about it. */
  user_nkey: string;
  connect_opts: { user?: string; pass?: string };
}

type KeyPair = ReturnType<typeof nkeys.createAccount>;

/** The seed of a new issuer: whoever has it can admit anybody. */
export function newIssuerSeed(): string {
  return Buffer.from(nkeys.createAccount().getSeed()).toString();
}

/** What the server's configuration names. @throws Error when the text is no seed of an account */
export function issuerOf(seed: string): string {
  return keyOf(seed).getPublicKey();
}

/** Answers the server's questions; the replicas of a service share them. */
export class AuthCallout {
  private readonly logger = new Logger(AuthCallout.name);
  private readonly key: KeyPair;
  private readonly answering = new Set<Promise<void>>();
  private subscription: Subscription | undefined;

  constructor(
    private readonly link: NatsLink,
    seed: string,
    private readonly admit: Admit,
  ) {
    this.key = keyOf(seed);
  }

  listen(queue: string): void {
    this.subscription = this.link.connection.subscribe(AUTH_CALLOUT_SUBJECT, {
      queue,
      callback: (error, message) => {
        if (error) return this.logger.error(error.message);
        const answering = this.answer(message).finally(() => this.answering.delete(answering));
        this.answering.add(answering);
      },
    });
  }

  /** Takes no further question, and waits for the answers that are on their way. */
  async stop(): Promise<void> {
    if (!this.link.connection.isClosed()) this.subscription?.unsubscribe();
    await Promise.allSettled(this.answering);
  }

  /** A question without an answer is a refusal as well, after the server's timeout. */
  private async answer(message: Msg): Promise<void> {
    try {
      const request = claimsOf(message.string());
      const { user = '', pass = '' } = request.connect_opts;
      const admission = await this.admit(user, pass);
      message.respond(this.reply(request, admission && this.passport(request, user, admission)));
    } catch (error) {
      this.logger.error(`a connection could not be decided about: ${(error as Error).message}`);
    }
  }

  private reply({ server_id, user_nkey }: AuthRequest, passport: string | undefined): string {
    const verdict = passport === undefined ? { error: 'unknown or revoked credentials' } : { jwt: passport };
    return this.sign({
      sub: user_nkey,
      aud: server_id.id,
      nats: { type: 'authorization_response', version: 2, ...verdict },
    });
  }

  private passport({ user_nkey }: AuthRequest, name: string, { subscribe, expiresAt }: Admission): string {
    const unlimited = { subs: -1, data: -1, payload: -1 };
    const rights = { pub: { deny: ['>'] }, sub: { allow: subscribe } };
    const exp = Math.ceil(expiresAt.getTime() / 1000);
    return this.sign({
      sub: user_nkey,
      aud: ACCOUNT,
      name,
      exp,
      nats: { type: 'user', version: 2, ...rights, ...unlimited },
    });
  }

  private sign(claims: object): string {
    const issued = { iat: Math.floor(Date.now() / 1000), iss: this.key.getPublicKey(), ...claims };
    const text = `${encoded({ typ: 'JWT', alg: 'ed25519-nkey' })}.${encoded(issued)}`;
    return `${text}.${Buffer.from(this.key.sign(Buffer.from(text))).toString('base64url')}`;
  }
}

function keyOf(seed: string): KeyPair {
  const key = nkeys.fromSeed(Buffer.from(seed));
  if (!key.getPublicKey().startsWith('A')) throw new Error('the seed is not that of an account');
  return key;
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The signature needs no look: nobody but the server can publish on the subject. */
function claimsOf(jwt: string): AuthRequest {
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { nats: AuthRequest };
  return claims.nats;
}
