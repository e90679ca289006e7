/** What a request for a restore comes to: whatever contradicts itself is refused before anything is looked up. */
import { createHash } from 'node:crypto';
import type { Freeze, RestoreMode, RestoreStrategy, SqlHookPayload } from '@app/contracts';
import { type FieldError, validationFailed } from '../http/request-validation';
import { MOST_HOOKS, type RestoreCreate } from './restore-body';
import type { NotedHook } from './restore.entity';

/** Of all hooks together: they travel in one message. */
const HOOKS_BYTES = 256 * 1024;

export interface RestoreRequest {
  mode: RestoreMode;
  /** null: made from the name of the database and the time; in place, the live one. */
  target_db: string | null;
  /** null: the one that was backed up. */
  environment_id: string | null;
  restore_database: boolean;
  restore_filestore: boolean;
  neutralize: boolean;
  /** null: as the Odoo that runs requires. */
  regenerate_assets: boolean | null;
  post_restore_sql: SqlHookPayload[];
  allow_older_postgres: boolean;
  allow_other_odoo: boolean;
  /** Only, and always, in place. */
  in_place: InPlaceRequest | null;
}

export interface InPlaceRequest {
  /** null: not confirmed. */
  backup_timestamp: string | null;
  accept_data_loss: boolean;
  strategy: RestoreStrategy;
  freeze: Freeze;
  keep_replaced_seconds: number;
  /** null: it is not skipped. */
  skip_insurance_reason: string | null;
  stops_environments: string[];
}

/**
 * @param defaults.keepReplacedSeconds of an installation
 * @throws StrongroomError VALIDATION_FAILED naming every field that contradicts another one
 */
export function restoreRequest(body: RestoreCreate, defaults: { keepReplacedSeconds: number }): RestoreRequest {
  const inPlace = body.mode === 'in_place';
  const faults = [...(inPlace ? faultsInPlace(body) : faultsOfClone(body)), ...faultsOfParts(body)];
  if (faults.length > 0) throw validationFailed(faults);
  return {
    mode: inPlace ? 'in_place' : 'clone',
    target_db: body.target_db ?? null,
    environment_id: body.environment_id ?? null,
    restore_database: body.restore_database ?? true,
    restore_filestore: body.restore_filestore ?? true,
    neutralize: inPlace ? false : (body.neutralize ?? true),
    regenerate_assets: body.regenerate_assets ?? null,
    post_restore_sql: (body.post_restore_sql ?? []).map(({ name, sql }) => ({ name, sql })),
    allow_older_postgres: body.allow_older_postgres ?? false,
    allow_other_odoo: body.allow_other_odoo ?? false,
    in_place: inPlace ? inPlaceRequest(body, defaults) : null,
  };
}

function inPlaceRequest(body: RestoreCreate, defaults: { keepReplacedSeconds: number }): InPlaceRequest {
  const strategy = body.strategy ?? 'swap';
  return {
    backup_timestamp: body.backup_timestamp ?? null,
    accept_data_loss: body.accept_data_loss ?? false,
    strategy,
    freeze: body.freeze ?? 'database',
    keep_replaced_seconds: strategy === 'drop_first' ? 0 : (body.keep_replaced_seconds ?? defaults.keepReplacedSeconds),
    skip_insurance_reason: body.skip_insurance_reason ?? null,
    stops_environments: body.stops_environments ?? [],
  };
}

const ONLY_IN_PLACE = [
  'backup_timestamp',
  'accept_data_loss',
  'strategy',
  'freeze',
  'keep_replaced_seconds',
  'skip_insurance',
  'skip_insurance_reason',
  'stops_environments',
] as const;

/** Who speaks of a restore in place and does not ask for one has forgotten something. */
function faultsOfClone(body: RestoreCreate): FieldError[] {
  return ONLY_IN_PLACE.filter((field) => isGiven(body[field])).map((field) => ({
    field,
    message: `${field} is for restores in place: say \`mode: "in_place"\`, or leave it out`,
  }));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
}

function faultsInPlace(body: RestoreCreate): FieldError[] {
  const faults: FieldError[] = [];
  if (isGiven(body.target_db))
    faults.push({ field: 'target_db', message: 'target_db is for clones: in place the live database is restored' });
  if (body.neutralize === true)
    faults.push({ field: 'neutralize', message: 'neutralize is for clones: what is restored in place has to act' });
  if (body.strategy === 'drop_first' && isGiven(body.keep_replaced_seconds))
    faults.push({
      field: 'keep_replaced_seconds',
      message: 'keep_replaced_seconds is for `swap`: nothing is replaced',
    });
  if ((body.skip_insurance ?? false) !== isGiven(body.skip_insurance_reason))
    faults.push({
      field: 'skip_insurance_reason',
      message: 'skip_insurance_reason must be given with `skip_insurance: true`, and only then',
    });
  return faults;
}

function faultsOfParts(body: RestoreCreate): FieldError[] {
  const faults: FieldError[] = [];
  if (body.restore_database === false && body.restore_filestore === false)
    faults.push({ field: 'restore_filestore', message: 'restore_filestore or restore_database must be true' });
  const hooks = body.post_restore_sql ?? [];
  const bytes = hooks.reduce((sum, { sql }) => sum + Buffer.byteLength(sql), 0);
  if (hooks.length > MOST_HOOKS || bytes > HOOKS_BYTES)
    faults.push({
      field: 'post_restore_sql',
      message: `post_restore_sql must be at most ${MOST_HOOKS} statements, of ${HOOKS_BYTES} bytes together`,
    });
  if (hooks.length > 0 && body.restore_database === false)
    faults.push({ field: 'post_restore_sql', message: 'post_restore_sql needs `restore_database`' });
  return faults;
}

/** What the audit log and the restore keep of the operator's SQL. */
export function notedHooks({ post_restore_sql }: RestoreRequest): NotedHook[] {
  return post_restore_sql.map(({ name, sql }) => ({ name, sha256: createHash('sha256').update(sql).digest('hex') }));
}
