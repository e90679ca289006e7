/** Errors as RFC 9457 problem details: every answer that is no success has this form. */
import { HttpException } from '@nestjs/common';
import { ERRORS, StrongroomError, type ErrorCode } from '@app/core';
import { isDatabaseUnavailable } from '@app/database';
import { AnyObject, Nested, Text, Whole } from '../http/fields';

export class ProblemField {
  @Text({ example: 'page_size' }) field: string;
  @Text({ max: 10_000, example: 'page_size must not be greater than 100' }) message: string;
}

export class Problem {
  @Text({ description: 'Address of the description of this kind of problem', example: '/docs/errors#not-found' })
  type: string;
  @Text({ example: 'There is no such thing' }) title: string;
  @Whole({ example: 404 }) status: number;
  @Text({ max: 10_000, description: 'What happened this time' }) detail: string;
  @Text({ max: 20_000, description: 'The path that was asked for' }) instance: string;
  @Text({ description: 'The stable code of the situation', example: 'NOT_FOUND' }) code: string;
  @Text({ max: 1000, description: 'What the reader can do about it' }) remedy: string;
  @Nested(() => ProblemField, { list: true, optional: true, description: 'The wrong fields of the request' })
  errors?: ProblemField[];
  @AnyObject({ optional: true, description: 'Facts of this situation' }) details?: object;
  @Text({ optional: true, description: 'Stands in the log beside the cause; only for internal errors' })
  trace_id?: string;
}

export const ERRORS_PATH = '/docs/errors';
/** Where a code stands on that page. */
export const anchorOf = (code: string) => code.toLowerCase().replaceAll('_', '-');

/** The problem document of anything thrown. Of an unknown failure it tells the trace id and nothing else. */
export function toProblem(thrown: unknown, instance: string, traceId: string): Problem {
  if (thrown instanceof HttpException) return fromHttp(thrown, instance);
  if (isDatabaseUnavailable(thrown)) {
    return problem(
      'DATABASE_UNAVAILABLE',
      'The database did not answer; the request may or may not have been carried out.',
      instance,
    );
  }
  if (!(thrown instanceof StrongroomError) || thrown.code === 'INTERNAL' || thrown.code === 'MESSAGE_INVALID') {
    const detail = `Something failed that should not. The log has the cause under the trace id ${traceId}.`;
    return { ...problem('INTERNAL', detail, instance), trace_id: traceId };
  }
  const { errors, ...details } = thrown.details as { errors?: ProblemField[] };
  return {
    ...problem(thrown.code, thrown.message, instance),
    ...(errors === undefined ? {} : { errors }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

function fromHttp(thrown: HttpException, instance: string): Problem {
  const status = thrown.getStatus();
  if (status === 404) return problem('NOT_FOUND', `There is nothing at ${instance}.`, instance);
  if (status === 413) return problem('BODY_TOO_LARGE', `The body is refused: ${thrown.message}.`, instance);
  if (status === 415) return problem('MEDIA_TYPE_UNSUPPORTED', `The body is refused: ${thrown.message}.`, instance);
  return { ...problem('BAD_REQUEST', thrown.message, instance), status };
}

function problem(code: ErrorCode, detail: string, instance: string): Problem {
  const { title, status, remedy } = ERRORS[code];
  return { type: `${ERRORS_PATH}#${anchorOf(code)}`, title, status, detail, instance, code, remedy };
}
