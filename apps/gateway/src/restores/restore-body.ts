/** What a request for a restore may say, and what it then means: whatever contradicts itself is refused before anything is looked up. */
import { FREEZES, type Freeze, RESTORE_MODES, RESTORE_STRATEGIES } from '@app/contracts';
import type { RestoreMode, RestoreStrategy, SqlHookPayload } from '@app/contracts';
import { Flag, Moment, Nested, OneOf, Text, Uuid, Uuids, Whole } from '../http/fields';
import { type FieldError, validationFailed } from '../http/request-validation';

const MOST_HOOKS = 20;
const HOOK_CHARACTERS = 65_536;
/** Of all hooks together: they travel in one message. */
const HOOKS_BYTES = 256 * 1024;
const LONGEST_KEEP_SECONDS = 30 * 24 * 3600;

class SqlHook {
  @Text({ description: 'Under this name the journal tells what it did', example: 'test addresses' }) name: string;
  @Text({
    max: HOOK_CHARACTERS,
    example: "UPDATE res_partner SET email = 'nobody@example.com'",
    description: 'SQL, in one transaction; no meta-commands of psql',
  })
  sql: string;
}

export class RestoreCreate {
  @OneOf(RESTORE_MODES, {
    optional: true,
    nullable: true,
    default: 'clone',
    description: '`clone`: a new database beside the live one. `in_place`: instead of it',
  })
  mode?: RestoreMode | null;
  @Flag({
    optional: true,
    nullable: true,
    default: false,
    description:
      'Say what would be done, what it needs and everything that stands in its way: 200 with the plan, nothing is touched. Nothing has to be confirmed for it',
  })
  dry_run?: boolean | null;
  @Text({
    optional: true,
    nullable: true,
    max: 63,
    description:
      'Clones: name of the new database and of its filestore; `{db_name}-clone-{yyyymmddhhmmss}` when left out',
    example: 'prod_db_main-clone',
  })
  target_db?: string | null;
  @Uuid({
    optional: true,
    nullable: true,
    description:
      'Clones: beside which environment of the organization; the one that was backed up when left out. In place: only for the backup of a deleted environment, the one that was made anew for it',
  })
  environment_id?: string | null;
  @Flag({ optional: true, nullable: true, default: true }) restore_database?: boolean | null;
  @Flag({ optional: true, nullable: true, default: true }) restore_filestore?: boolean | null;
  @Flag({
    optional: true,
    nullable: true,
    default: true,
    description:
      'Clones: made unable to act in the world (mails, payments, scheduled actions). `false` needs the permission project.backups.restore_in_place. What is restored in place never is neutralized',
  })
  neutralize?: boolean | null;
  @Flag({
    optional: true,
    nullable: true,
    description:
      'Have Odoo build its asset bundles anew; when left out, if the Odoo that runs is another one than that of the backup',
  })
  regenerate_assets?: boolean | null;
  @Nested(() => SqlHook, {
    list: true,
    optional: true,
    nullable: true,
    description: `Run in this order on the restored copy before anybody can use it: at most ${MOST_HOOKS}. Needs the permission project.backups.restore_in_place`,
  })
  post_restore_sql?: SqlHook[] | null;
  @Flag({
    optional: true,
    nullable: true,
    default: false,
    description: 'Restore also onto an older PostgreSQL than that of the backup, where that can work',
  })
  allow_older_postgres?: boolean | null;
  @Flag({
    optional: true,
    nullable: true,
    default: false,
    description: 'Restore also where another version of Odoo runs than that of the backup',
  })
  allow_other_odoo?: boolean | null;

  @Moment({
    optional: true,
    nullable: true,
    description: 'In place, required: the `created_at` of the backup, so that nobody restores another one than meant',
  })
  backup_timestamp?: string | null;
  @Flag({
    optional: true,
    nullable: true,
    default: false,
    description: 'In place, required: what was written since the backup is lost',
  })
  accept_data_loss?: boolean | null;
  @OneOf(RESTORE_STRATEGIES, {
    optional: true,
    nullable: true,
    description:
      'In place. `swap`, when left out: loaded beside the live database, which gives way in a moment. `drop_first`: for disks too small for both; the environment cannot be used while it loads, and there is no undo',
  })
  strategy?: RestoreStrategy | null;
  @OneOf(FREEZES, {
    optional: true,
    nullable: true,
    description:
      'In place, what nobody can use meanwhile. `database`, when left out: that one database. `workload`: the Odoo container, with all that it serves',
  })
  freeze?: Freeze | null;
  @Whole({
    optional: true,
    nullable: true,
    max: LONGEST_KEEP_SECONDS,
    description:
      'In place by `swap`: how long what was replaced is kept for an undo, in seconds; `KEEP_REPLACED_SECONDS` of the gateway when left out',
    example: 3600,
  })
  keep_replaced_seconds?: number | null;
  @Flag({
    optional: true,
    nullable: true,
    default: false,
    description:
      'In place: go on without a backup of the present state, because none can be made. Needs `skip_insurance_reason`',
  })
  skip_insurance?: boolean | null;
  @Text({ optional: true, nullable: true, max: 1000, description: 'Why; the audit log and the journal keep it' })
  skip_insurance_reason?: string | null;
  @Uuids({
    optional: true,
    nullable: true,
    max: 100,
    description:
      'In place with `freeze: "workload"`: every other environment that the container serves, and that may stop',
  })
  stops_environments?: string[] | null;
}

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
