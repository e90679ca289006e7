import type { OpenAPIObject } from '@nestjs/swagger';
import { describeApi } from '../describe-api';
import { IDEMPOTENCY_KEY } from './work-intake';

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;

/** A POST starts work when it answers that something was accepted, or names the task that does it. */
function startsWork({ responses }: Operation, schemas: Record<string, unknown>): boolean {
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return successes.some(([status, response]) => {
    const [, name] = /"#\/components\/schemas\/([^"]+)"/.exec(JSON.stringify(response)) ?? [];
    const { properties = {} } = (schemas[name ?? ''] ?? {}) as { properties?: object };
    return status === '202' || 'task_id' in properties;
  });
}

describe('every POST that starts work', () => {
  it('takes an Idempotency-Key, and no other POST does', async () => {
    const { paths, components } = await describeApi();
    const schemas = components?.schemas ?? {};
    const posts = Object.entries(paths).flatMap(([path, { post }]) => (post ? [{ path, post }] : []));
    const starting = posts.filter(({ post }) => startsWork(post, schemas)).map(({ path }) => path);
    const taking = posts
      .filter(({ post }) => JSON.stringify(post.parameters ?? []).includes(`"${IDEMPOTENCY_KEY}"`))
      .map(({ path }) => path);
    expect(starting.length).toBeGreaterThanOrEqual(7);
    expect(taking).toEqual(starting);
  });
});
