/** Everything that the contracts define, found by its kind, so that no spec can forget a new message. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contracts from '../src';
import type { CommandDefinition, EventDefinition, RpcDefinition } from '../src';

type Definition = CommandDefinition<object> | EventDefinition<object> | RpcDefinition<object, object>;

const exported: unknown[] = [
  ...Object.values(contracts),
  ...Object.values(contracts.DIRECTORY_EVENTS).flatMap((family) => Object.values(family)),
];

function ofKind<K extends Definition['kind']>(kind: K): Extract<Definition, { kind: K }>[] {
  return exported.filter(
    (value): value is Extract<Definition, { kind: K }> =>
      typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === kind,
  );
}

export const COMMANDS = ofKind('command');
export const EVENTS = ofKind('event');
export const RPCS = ofKind('rpc');

/** A payload as some released version has sent it. A fixture of a version that was released never changes. */
export function fixtureOf({ name, version }: { name: string; version: number }): Record<string, unknown> {
  const file = join(__dirname, 'fixtures', `v${version}`, `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}
