/** What the body of a dead letter says: whom it concerns, and what of it may be shown. */
import { isUUID } from 'class-validator';
import { SecretBox } from '@app/secrets';
import { maskSecrets } from '@app/service';

/** The message as the JSON object that every command and event is; undefined when it is something else. */
export function messageOf(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `jobs.backup.run` is a `backup.run`, `events.{organization}.backup.completed` a `backup.completed`. */
export function kindOf(subject: string): string {
  return subject.replace(/^(jobs|events\.[^.]+)\./, '');
}

export interface Concerned {
  organization_id: string | null;
  environment_id: string | null;
  task_id: string | null;
}

/** A command says it directly, an event in its data. Only ids are believed. */
export function concernedBy(message: Record<string, unknown> | undefined): Concerned {
  const data = isObject(message?.['data']) ? message['data'] : (message ?? {});
  const id = (value: unknown) => (isUUID(value) ? (value as string) : null);
  return {
    organization_id: id(data['organization_id']) ?? id(message?.['organizationid']),
    environment_id: id(data['environment_id']),
    task_id: id(data['task_id']),
  };
}

/** The message for the eyes of people: without what is called a secret, and without what is sealed, under whatever name. */
export function shownMessage(message: Record<string, unknown>): object {
  return JSON.parse(
    JSON.stringify(maskSecrets(message), (_name, value: unknown) =>
      typeof value === 'string' && SecretBox.isSealed(value) ? '***' : value,
    ),
  ) as object;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
