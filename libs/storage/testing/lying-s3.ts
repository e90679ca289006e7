/**
 * An S3 service in memory that can lie and break off: for what no honest server does on request. It checks neither
 * credentials nor signatures, so it proves nothing about a driver that works.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface LyingS3 {
  endpoint: string;
  /** Finished objects by `bucket/key`. */
  objects: Map<string, Buffer>;
  /** Upload ids that are open. */
  uploads: Set<string>;
  /** Sizes of the parts of the last upload, in order. */
  partSizes: number[];
  /** `METHOD bucket/key?query` of every request. */
  requests: string[];
  lies: Lies;
  stop(): Promise<void>;
}

export interface Lies {
  /** What is stored instead of the body of an object or part. */
  store?: (body: Buffer) => Buffer;
  /** Stored objects change in this way between a first and a later read. */
  etag?: () => string;
  /** A GET's connection is cut after so many bytes of its body; undefined lets it pass. Called for each GET. */
  cutReadAfter?: () => number | undefined;
  /** Cut by an orderly end of a chunked answer instead of a reset. */
  endOrderly?: boolean;
  /** Ranges are ignored: the whole object comes with status 200. */
  ignoreRange?: boolean;
  /** Answers the completion of an upload; `complete` makes the object. Called for each attempt. */
  complete?: (answer: ServerResponse, complete: () => void) => void;
  /** As `complete`, for PutObject. */
  put?: (answer: ServerResponse, store: () => void) => void;
  /** Sees each part before it is stored; true when it has answered. */
  part?: (answer: ServerResponse, partNumber: number) => boolean;
  /** Answers the giving up of an upload, which stays then. */
  abort?: (answer: ServerResponse) => void;
}

export async function startLyingS3(): Promise<LyingS3> {
  const objects = new Map<string, Buffer>();
  const parts = new Map<string, Map<number, Buffer>>();
  const state: LyingS3 = {
    endpoint: '',
    objects,
    uploads: new Set(),
    partSizes: [],
    requests: [],
    lies: {},
    stop: () => new Promise((stopped) => (server.close(() => stopped()), server.closeAllConnections())),
  };
  let uploadCount = 0;

  const server = createServer((request, answer) => {
    handle(request, answer).catch(() => answer.destroy());
  });
  const handle = async (request: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://s3');
    const key = decodeURIComponent(url.pathname.slice(1));
    const { searchParams: query } = url;
    const body = await buffer(request);
    state.requests.push(`${request.method} ${key}${url.search}`);
    const store = state.lies.store ?? ((content: Buffer) => Buffer.from(content));
    const uploadId = query.get('uploadId');

    if (request.method === 'POST' && query.has('uploads')) {
      const id = `upload-${(uploadCount += 1)}`;
      parts.set(id, new Map());
      state.uploads.add(id);
      return xml(
        answer,
        200,
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    if (uploadId !== null) {
      const upload = parts.get(uploadId);
      if (!upload) return fault(answer, 404, 'NoSuchUpload');
      if (request.method === 'DELETE') {
        if (state.lies.abort) return state.lies.abort(answer);
        forget(uploadId);
        return xml(answer, 204, '');
      }
      if (request.method === 'PUT') {
        const partNumber = Number(query.get('partNumber'));
        if (state.lies.part?.(answer, partNumber)) return;
        upload.set(partNumber, store(body));
        return void answer.writeHead(200, { ETag: `"${partNumber}"` }).end();
      }
      const complete = () => {
        const ordered = [...upload].sort(([a], [b]) => a - b).map(([, content]) => content);
        state.partSizes = ordered.map(({ length }) => length);
        objects.set(key, Buffer.concat(ordered));
        forget(uploadId);
      };
      if (state.lies.complete) return state.lies.complete(answer, complete);
      complete();
      return xml(answer, 200, '<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>');
    }
    if (request.method === 'PUT') {
      const keep = () => void objects.set(key, store(body));
      if (state.lies.put) return state.lies.put(answer, keep);
      keep();
      return void answer.writeHead(200, { ETag: '"x"' }).end();
    }
    if (request.method === 'DELETE') {
      objects.delete(key);
      return void answer.writeHead(204).end();
    }
    const content = objects.get(key);
    if (/^[^/]+\/?$/.test(key)) return xml(answer, 200, '');
    if (!content) return fault(answer, 404, 'NoSuchKey');
    deliver(request, answer, content);
  };
  const forget = (uploadId: string) => {
    parts.delete(uploadId);
    state.uploads.delete(uploadId);
  };
  const deliver = (request: IncomingMessage, answer: ServerResponse, content: Buffer) => {
    const etag = `"${state.lies.etag?.() ?? 'x'}"`;
    if (request.headers['if-match'] !== undefined && request.headers['if-match'] !== etag) {
      return fault(answer, 412, 'PreconditionFailed');
    }
    const [, from, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const ranged = from !== undefined && !state.lies.ignoreRange;
    const end = ranged && last ? Number(last) + 1 : content.length;
    const range = content.subarray(ranged ? Number(from) : 0, end);
    answer.writeHead(ranged ? 206 : 200, {
      ETag: etag,
      ...(ranged ? { 'Content-Range': `bytes ${from}-${end - 1}/${content.length}` } : {}),
      ...(state.lies.endOrderly && ranged ? {} : { 'Content-Length': range.length }),
    });
    const cut = request.method === 'GET' ? state.lies.cutReadAfter?.() : undefined;
    if (cut === undefined) answer.end(request.method === 'HEAD' ? undefined : range);
    else if (state.lies.endOrderly) answer.end(range.subarray(0, cut));
    else answer.write(range.subarray(0, cut), () => answer.destroy());
  };

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  state.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}

function xml(answer: ServerResponse, status: number, body: string): void {
  answer.writeHead(status, { 'Content-Type': 'application/xml' }).end(body);
}

export function fault(answer: ServerResponse, status: number, code: string): void {
  xml(answer, status, `<Error><Code>${code}</Code><Message>as the spec wants it</Message></Error>`);
}
