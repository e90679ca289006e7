/**
 * One request to an address that a person has named. The address that is connected to is the one that was judged: a name
 * that resolves to another one a moment later gains nothing. Nothing is followed anywhere, and of the answer no more is read
 * than an error code needs.
 */
import { lookup } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { StrongroomError } from '@app/core';

const MOST_ANSWER_BYTES = 16 * 1024;

export interface GuardedRequest {
  method: 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface GuardedAnswer {
  status: number;
  /** null: the answer does not say. */
  retryAfter: string | null;
  /** The beginning. */
  text: string;
}

/**
 * @param isAllowed of an IP address
 * @throws StrongroomError NOTICE_ADDRESS_FORBIDDEN, or NOTICE_UNDELIVERED when there is no answer. No message holds more of
 * the address than its host: the rest may be a secret
 */
export async function guardedRequest(
  { method, url: address, headers, body }: GuardedRequest,
  isAllowed: (address: string) => boolean,
  signal: AbortSignal,
): Promise<GuardedAnswer> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isAllowed(host)) throw forbidden(host);
  const request = url.protocol === 'https:' ? overHttps : overHttp;
  const sent = request(url, {
    method,
    headers: {
      'user-agent': 'Strongroom',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...headers,
    },
    agent: false, // a connection that was left over was not judged for this request
    lookup: judgedLookup(host, isAllowed),
    signal,
  });
  try {
    return await answerTo(sent, body);
  } catch (error) {
    if (error instanceof StrongroomError) throw error;
    const why = signal.aborted ? 'it took too long' : codeOf(error as NodeJS.ErrnoException);
    throw new StrongroomError('NOTICE_UNDELIVERED', `${host} could not be asked: ${why}.`, { cause: error });
  } finally {
    sent.destroy();
  }
}

function answerTo(sent: ClientRequest, body: string): Promise<GuardedAnswer> {
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (answer) => {
      beginningOf(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] ?? null, text }),
        reject,
      );
    });
    sent.end(body);
  });
}

async function beginningOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes >= MOST_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString('utf8');
}

/** Of the addresses of a name those that are allowed; an error where there is none. */
function judgedLookup(host: string, isAllowed: (address: string) => boolean): LookupFunction {
  return (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const allowed = found.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (first === undefined) return callback(forbidden(host), '');
      if (options.all) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}

function forbidden(host: string): StrongroomError {
  return new StrongroomError(
    'NOTICE_ADDRESS_FORBIDDEN',
    `${host} is no public address, and its network is not allowed.`,
  );
}

const codeOf = ({ code, message }: NodeJS.ErrnoException) => code ?? message;
