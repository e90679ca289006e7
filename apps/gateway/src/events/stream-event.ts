/** What goes out over the event stream: an event with its frame, which all clients share, and who may get it. */
import type { CloudEvent, ProgressPayload } from '@app/contracts';
import { EVENTS, type StoredEvent } from '@app/messaging';
import { type Caller, isAllowed, type Scope } from '../access/is-allowed';
import type { Permission } from '../access/roles';

/** The families of events that are told, with the permission that shows the same over REST. */
const PERMISSIONS: Readonly<Record<string, Permission>> = {
  task: 'project.tasks.view',
  backup: 'project.backups.view',
  restore: 'project.backups.view',
  policy: 'project.backups.view',
  retention: 'project.backups.view',
  storage: 'org.storage.view',
  quota: 'org.settings.view',
  dead_letter: 'project.tasks.view',
};
export const PROGRESS = 'task.progress';
export const RESET = 'stream.reset';

const familyOf = (name: string) => name.split('.', 1)[0]!;
const ofFamilies = EVENTS.map(({ name }) => name).filter((name) => familyOf(name) in PERMISSIONS);

/** What a client can ask for by `types`. */
export const EVENT_TYPES: readonly string[] = [
  ...new Set([...ofFamilies, PROGRESS]),
  ...Object.keys(PERMISSIONS).map((family) => `${family}.*`),
];

/** Where the work of a task happens. */
export interface TaskPlace {
  projectId?: string;
  environmentId?: string;
}

export interface StreamEvent {
  /** Its place in EVENTS; progress has none. */
  sequence?: number;
  name: string;
  scope: Scope;
  taskId?: string;
  environmentId?: string;
  frame: Buffer;
}

export interface StreamFilter {
  organizationId?: string;
  environmentId?: string;
  taskId?: string;
  /** Names, or families as `backup.*`. */
  types?: readonly string[];
}

/** Of a type that this version does not know, nothing was validated. */
export function isTold({ name, event }: Pick<StoredEvent, 'name' | 'event'>): boolean {
  return familyOf(name) in PERMISSIONS && typeof event.data === 'object' && event.data !== null;
}

export function isWanted({ name, scope, taskId, environmentId }: StreamEvent, filter: StreamFilter): boolean {
  return (
    (filter.organizationId === undefined || filter.organizationId === scope.organizationId) &&
    (filter.environmentId === undefined || filter.environmentId === environmentId) &&
    (filter.taskId === undefined || filter.taskId === taskId) &&
    (filter.types === undefined || filter.types.includes(name) || filter.types.includes(`${familyOf(name)}.*`))
  );
}

export function maySee(caller: Caller, { name, scope }: StreamEvent): boolean {
  const permission = PERMISSIONS[familyOf(name)];
  return permission !== undefined && isAllowed(caller, permission, scope);
}

interface Facts {
  task_id?: string;
  environment_id?: string | null;
  project_id?: string;
}

export function storedStreamEvent(
  { sequence, name, organizationId, event }: StoredEvent,
  place: TaskPlace,
): StreamEvent {
  const facts = event.data as Facts;
  return {
    sequence,
    name,
    scope: { organizationId, projectId: place.projectId ?? facts.project_id },
    taskId: facts.task_id,
    environmentId: facts.environment_id ?? undefined,
    frame: frameOf({ id: sequence, event: name, data: { ...(event.data as object), cloudevent: envelope(event) } }),
  };
}

export function progressStreamEvent(progress: ProgressPayload, { projectId, environmentId }: TaskPlace): StreamEvent {
  return {
    name: PROGRESS,
    scope: { organizationId: progress.organization_id, projectId },
    taskId: progress.task_id,
    environmentId,
    frame: frameOf({ event: PROGRESS, data: { ...progress, environment_id: environmentId ?? null } }),
  };
}

/** A frame of an event stream. Without data it is no event: the client only notes the id. */
export function frameOf({ id, event, data }: { id?: number; event?: string; data?: object }): Buffer {
  const lines = [
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
  ];
  return Buffer.from(`${lines.join('\n')}\n\n`);
}

/** Of the CloudEvent, what its data does not say. */
function envelope({ id, source, type, subject, time }: CloudEvent<unknown>): object {
  return { id, source, type, subject: subject ?? null, time };
}
