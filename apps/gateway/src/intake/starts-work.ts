import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { ImpliedProblems } from '../openapi/describe';
import { IDEMPOTENCY_KEY } from './work-intake';

/**
 * Says in the OpenAPI document that a route takes an `Idempotency-Key`; the route answers through `WorkIntake`.
 */
export function StartsWork() {
  return applyDecorators(
    ApiHeader({
      name: IDEMPOTENCY_KEY,
      required: false,
      description:
        'Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
      example: '7c4a8d09-ca37-4f2e-9b1c-2f6d1e0a5b3c',
    }),
    ImpliedProblems({
      IDEMPOTENCY_KEY_BUSY: 'The first request with this key is not answered yet; `Retry-After` says when to ask again',
      IDEMPOTENCY_KEY_REUSED: 'The key belongs to another request',
    }),
  );
}
