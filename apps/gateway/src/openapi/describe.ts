/** What a route says of itself in the OpenAPI document, beside what its classes say. `document.ts` puts it in place. */
import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiOperation } from '@nestjs/swagger';
import type { ErrorCode } from '@app/core';

/** What a route can refuse with, and when: the code of each failure with a sentence. The status follows from the code. */
export type Problems = Partial<Record<ErrorCode, string>>;

export interface Description {
  /** What the route does, in a few words that begin with a verb: `Create a backup`. */
  summary: string;
  /** Markdown: what a caller has to know beside that. */
  description?: string;
  /** Beside those that every route has, and those of its permission. */
  problems?: Problems;
  /** Examples of the bodies. They are made from the examples of the fields where nothing is given. */
  request?: unknown;
  response?: unknown;
  /** Name of the operation in generated clients, where the one that is made from method and controller is not good. */
  operationId?: string;
}

export function Describe({ summary, description, problems = {}, request, response, operationId }: Description) {
  return applyDecorators(
    ApiOperation({ summary, description, operationId }),
    ...noted(NOTES.problem, problems),
    ...(request === undefined ? [] : [ApiExtension(NOTES.request, { example: request })]),
    ...(response === undefined ? [] : [ApiExtension(NOTES.response, { example: response })]),
  );
}

/** For decorators that bring problems along: the words of `@Describe` win over theirs. */
export function ImpliedProblems(problems: Problems) {
  return applyDecorators(...noted(NOTES.impliedProblem, problems));
}

/** How the notes reach the document; none of them stays in it. */
export const NOTES = {
  problem: 'x-note-problem-',
  impliedProblem: 'x-note-implied-problem-',
  request: 'x-note-request',
  response: 'x-note-response',
} as const;

function noted(prefix: string, problems: Problems): MethodDecorator[] {
  return Object.entries(problems).map(([code, when]) => ApiExtension(`${prefix}${code}`, { when }));
}
