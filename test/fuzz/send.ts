import { Agent, type IncomingMessage, request } from 'node:http';
import type { FuzzRequest } from './requests';

export interface FuzzAnswer {
  status: number;
  contentType: string;
  text: string;
  ms: number;
}

/** Longer than any answer may take: no answer by then is a hang. */
const HANG_MS = 120_000;

/** Sends the request as it stands: no client mends its path. @throws when no answer comes */
export function send(base: string, { method, path, headers, body }: FuzzRequest, agent: Agent): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(base);
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request({
      hostname,
      port,
      method,
      path,
      agent,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': body.length }) },
    });
    const late = setTimeout(() => asked.destroy(new Error(`no answer within ${HANG_MS} ms`)), HANG_MS);
    let answered = false;
    asked.on('error', (error) => {
      clearTimeout(late);
      // a body that is refused by its length need not be read to its end
      if (!answered) reject(error);
    });
    asked.on('response', (answer) => {
      answered = true;
      void textOf(answer).then((text) => {
        clearTimeout(late);
        const { statusCode = 0, headers: given } = answer;
        resolve({
          status: statusCode,
          contentType: given['content-type'] ?? '',
          text,
          ms: performance.now() - startedAt,
        });
      }, reject);
    });
    asked.end(body);
  });
}

/** An event stream has no end; its head is its answer. */
async function textOf(answer: IncomingMessage): Promise<string> {
  if (answer.headers['content-type']?.startsWith('text/event-stream')) {
    answer.destroy();
    return '';
  }
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
