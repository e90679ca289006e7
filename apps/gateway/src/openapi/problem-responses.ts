/** The failures of an operation, from the codes that its route names: one response per status, an example per code. */
import { ERRORS, type ErrorCode, StrongroomError } from '@app/core';
import { type Problem, toProblem } from '../problems/problem';
import { NOTES, type Problems } from './describe';
import type { Operation, Response } from './document-parts';

const EVERY_ROUTE: Problems = {
  BAD_REQUEST: 'The address or the body cannot be read',
  INTERNAL: 'A fault of Strongroom; `trace_id` stands in its log beside the cause',
  DATABASE_UNAVAILABLE: 'The database does not answer now; `Retry-After` says when to ask again',
};

const WITH_BODY: Problems = {
  BODY_TOO_LARGE: 'The body is larger than `HTTP_MAX_BODY_BYTES`',
  MEDIA_TYPE_UNSUPPORTED: 'The body is compressed or encoded in a way that is not understood',
};

/** Which codes the operation can fail with, and when. The words of the route win over those that a decorator implies. */
export function problemsOf(operation: Operation): Problems {
  return {
    ...EVERY_ROUTE,
    ...(operation.requestBody === undefined ? {} : WITH_BODY),
    ...notedProblems(operation, NOTES.impliedProblem),
    ...notedProblems(operation, NOTES.problem),
  };
}

function notedProblems(operation: Operation, prefix: string): Problems {
  const notes = Object.entries(operation).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(notes.map(([key, note]) => [key.slice(prefix.length), (note as { when: string }).when]));
}

/** The responses by status, in the order of the statuses. */
export function problemResponses(problems: Problems): Record<string, Response> {
  const codes = Object.keys(problems) as ErrorCode[];
  const statuses = [...new Set(codes.map((code) => ERRORS[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      responseOf(codes.filter((code) => ERRORS[code].status === status).map((code) => [code, problems[code]!])),
    ]),
  );
}

function responseOf(problems: [ErrorCode, string][]): Response {
  const examples = problems.map(([code, when]) => [code, { summary: ERRORS[code].title, value: example(code, when) }]);
  return {
    description: problems.map(([code, when]) => `\`${code}\`: ${when}`).join('\n\n'),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples) as Record<string, { summary: string; value: Problem }>,
      },
    },
  };
}

function example(code: ErrorCode, when: string): Problem {
  const errors = [{ field: 'page_size', message: 'page_size must not be greater than 100' }];
  const details = code === 'VALIDATION_FAILED' ? { errors } : {};
  const traceId = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
  return toProblem(new StrongroomError(code, `${when.replaceAll('`', '')}.`, { details }), '/api/v1/…', traceId);
}
