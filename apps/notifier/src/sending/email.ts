/** A notice as a letter, over the mail server of the installation. */
import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { StrongroomError } from '@app/core';
import type { Letter } from './letter';
import { htmlText, plainText, subjectOf } from './wording';

export interface MailServer {
  host: string;
  port: number;
  tls: 'starttls' | 'implicit' | 'none';
  user?: string;
  password?: string;
  /** PEM of the authority of its certificate; undefined: a public one. */
  ca?: string;
  from: string;
}

/** What nodemailer says of a failure. */
interface MailFailure extends Error {
  code?: string;
  /** Of the server's answer. */
  responseCode?: number;
  rejectedErrors?: MailFailure[];
}

/**
 * @returns what was wrong with those of the recipients whom the server has refused, while it has taken the letter for others
 * @throws StrongroomError SMTP_UNREACHABLE, SMTP_AUTH_FAILED, NOTICE_REFUSED
 */
export async function sendMail(
  server: MailServer,
  recipients: readonly string[],
  letter: Letter,
  link: string | null,
  signal: AbortSignal,
): Promise<StrongroomError | undefined> {
  // a socket of our own, because nothing else ends an attempt for certain: one that goes on would be a second letter
  const socket = connect({ host: server.host, port: server.port });
  const end = () => void socket.destroy(new Error('it took too long'));
  signal.addEventListener('abort', end, { once: true });
  try {
    await connected(socket);
    const transport = createTransport({
      host: server.host,
      port: server.port,
      secure: server.tls === 'implicit',
      requireTLS: server.tls === 'starttls',
      ignoreTLS: server.tls === 'none',
      ...(server.ca === undefined ? {} : { tls: { ca: server.ca } }),
      ...(server.user === undefined ? {} : { auth: { user: server.user, pass: server.password ?? '' } }),
      getSocket: (_options: unknown, callback: (error: Error | null, options?: object) => void) =>
        callback(null, { connection: socket }),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const { rejected, rejectedErrors = [] } = await transport.sendMail({
      from: server.from,
      to: [...recipients],
      subject: subjectOf(letter),
      text: plainText(letter, link),
      html: htmlText(letter, link),
      // the same for every attempt: whoever gets it twice can tell
      messageId: `<${letter.deliveryId}@${domainOf(server.from)}>`,
      date: letter.occurredAt,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Strongroom-Notice': letter.kind,
        'X-Strongroom-Event': letter.eventId,
      },
    });
    if (rejected.length === 0) return undefined;
    const why = rejectedErrors.map(({ responseCode }) => responseCode).filter((code) => code !== undefined);
    return new StrongroomError(
      'NOTICE_REFUSED',
      `The mail server does not take letters for ${rejected.join(', ')}${why.length > 0 ? ` (${why.join(', ')})` : ''}.`,
    );
  } catch (error) {
    throw translated(error as MailFailure, server);
  } finally {
    signal.removeEventListener('abort', end);
    socket.destroy();
  }
}

async function connected(socket: Socket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  socket.on('error', () => undefined); // nodemailer has its own ear
}

/** 5xx is for good, 4xx and everything about the connection may pass. */
function translated(error: MailFailure, { host, port }: MailServer): StrongroomError {
  const { code, responseCode } = error;
  const answer = responseCode === undefined ? (code ?? error.message) : `it answers ${responseCode}`;
  const options = { cause: error };
  if (code === 'EAUTH' && (responseCode === undefined || responseCode >= 500))
    return new StrongroomError('SMTP_AUTH_FAILED', `${host}:${port} does not let the user in: ${answer}.`, options);
  const about = code === 'EENVELOPE' || code === 'EMESSAGE';
  const allRefused =
    error.rejectedErrors?.every((each) => (each.responseCode ?? 0) >= 500) ?? (responseCode ?? 0) >= 500;
  if (about && allRefused)
    return new StrongroomError('NOTICE_REFUSED', `${host}:${port} does not take the letter: ${answer}.`, options);
  return new StrongroomError('SMTP_UNREACHABLE', `${host}:${port} did not take the letter: ${answer}.`, options);
}

function domainOf(from: string): string {
  return /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'strongroom';
}
