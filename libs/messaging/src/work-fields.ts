import type { LogFields } from '@app/telemetry';

const WORK_IDS = ['task_id', 'organization_id', 'environment_id', 'backup_id', 'restore_id', 'copy_id'] as const;

/** What the lines of the log say of the work on a message: the ids that its payload has, those of an event in its data. */
export function workFields(payload: unknown): LogFields {
  const { data = payload } = (payload ?? {}) as { data?: unknown };
  const ids = (data ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    WORK_IDS.flatMap((name) => {
      const id = ids[name];
      return typeof id === 'string' ? [[name, id]] : [];
    }),
  );
}
