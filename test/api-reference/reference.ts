/**
 * The examples of the API reference, one JSON file each, as they stand there: the request, and the answer where the
 * reference shows one. Specs send them to a running gateway whose rows are those of the examples, ids included.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, type Directory, makeDirectory, TestGateway } from '../../apps/gateway/testing/test-gateway';

export interface Example {
  /** Where it stands in the reference. */
  source: string;
  request: { method: string; path: string; body?: Record<string, unknown> };
  answer: { status: number; body: Answer['body'] };
}

/** The things that the examples speak of. */
export const EXAMPLE_IDS = {
  environment_id: '770e8400-e29b-41d4-a716-446655440000',
  storage_config_id: '550e8400-e29b-41d4-a716-446655440000',
  backup_id: '660e8400-e29b-41d4-a716-446655440000',
  task_id: '880e8400-e29b-41d4-a716-446655440000',
} as const;

export const ANY_ID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
/** In the form of the examples; only what does not fall on a whole second has milliseconds. */
export const ANY_MOMENT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);

export function readExample(name: string): Example {
  return JSON.parse(readFileSync(join(__dirname, 'examples', `${name}.json`), 'utf8')) as Example;
}

/** Sends the request of an example, as the reference has it but for the ids in braces. */
export function send(
  gateway: TestGateway,
  { request: { method, path, body } }: Example,
  ids: Readonly<Record<string, string>> = EXAMPLE_IDS,
): Promise<Answer> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`The path of the example needs ${name}`);
    return id;
  });
  return gateway.request(method, filled, body);
}

/** A gateway with the environment and the storage of the examples, in an organization whose plan has no limit. */
export async function startReference(
  settings: Record<string, string> = {},
): Promise<{ gateway: TestGateway; directory: Directory }> {
  const gateway = await TestGateway.start(settings);
  const made = await makeDirectory(gateway);
  await gateway.patch(`/api/v1/organizations/${made.organization.id}`, { billing_plan: 'enterprise' });
  const { environment_id, storage_config_id } = EXAMPLE_IDS;
  await gateway.dataSource.query('UPDATE environments SET id = $1 WHERE id = $2', [
    environment_id,
    made.environment.id,
  ]);
  await gateway.dataSource.query('UPDATE storage_configs SET id = $1 WHERE id = $2', [
    storage_config_id,
    made.storage.id,
  ]);
  const directory = {
    ...made,
    environment: { ...made.environment, id: environment_id },
    storage: { ...made.storage, id: storage_config_id },
  };
  return { gateway, directory };
}
