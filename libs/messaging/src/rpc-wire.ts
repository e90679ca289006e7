import { ERRORS, type ErrorReport, StrongroomError, toStrongroomError } from '@app/core';

/** What comes back on a question: the answer, or why there is none. */
export type RpcReply = { answer: unknown } | { error: ErrorReport };

export function errorReply(thrown: unknown): RpcReply {
  return { error: toStrongroomError(thrown).toReport() };
}

/** @throws the StrongroomError that the answerer threw */
export function answerOf(name: string, reply: unknown): unknown {
  if (typeof reply === 'object' && reply !== null) {
    if ('error' in reply) throw errorFrom(name, reply.error);
    if ('answer' in reply) return reply.answer;
  }
  throw new StrongroomError('MESSAGE_INVALID', `${name}: the reply is neither an answer nor an error`);
}

function errorFrom(name: string, report: unknown): StrongroomError {
  const { code, message } = (report ?? {}) as Partial<ErrorReport>;
  if (code !== undefined && code in ERRORS) return StrongroomError.fromReport(report as ErrorReport);
  return new StrongroomError('INTERNAL', `${name}: ${message ?? 'failed'} (unknown code ${code})`, {
    kind: 'transient',
  });
}
