import { StrongroomError } from '@app/core';
import { toProblem } from './problem';

const PATH = '/api/v1/backups/1';

describe('the problem document', () => {
  it('tells code, title, remedy and facts of a known failure', () => {
    const problem = toProblem(
      new StrongroomError('NOT_FOUND', 'There is no backup 1.', { details: { id: 1 } }),
      PATH,
      't',
    );
    expect(problem).toMatchObject({
      type: '/docs/errors#not-found',
      status: 404,
      code: 'NOT_FOUND',
      detail: 'There is no backup 1.',
      instance: PATH,
      details: { id: 1 },
    });
    expect(problem.trace_id).toBeUndefined();
  });

  it.each([
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('query failed'), { driverError: { code: '57P01' } }),
    new Error('Connection terminated unexpectedly'),
  ])('asks to try again when the database is away: $message', (failure) => {
    expect(toProblem(failure, PATH, 't')).toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE' });
  });

  it('tells nothing of an unknown failure but the trace id', () => {
    const problem = toProblem(new Error('password=hunter2'), PATH, 'trace-1');
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL', trace_id: 'trace-1' });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });
});
