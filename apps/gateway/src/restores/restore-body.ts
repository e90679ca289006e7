/** What a request for a restore may say. */
import { FREEZES, type Freeze, RESTORE_STRATEGIES, type RestoreStrategy } from '@app/contracts';
import { Flag, Moment, Nested, OneOf, Text, Uuid, Uuids, Whole } from '../http/fields';

/** What may be asked for here: a drill has a route of its own. */
const MODES = ['clone', 'in_place'] as const;
export const MOST_HOOKS = 20;
const HOOK_CHARACTERS = 65_536;
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
  @OneOf(MODES, {
    optional: true,
    nullable: true,
    default: 'clone',
    description: '`clone`: a new database beside the live one. `in_place`: instead of it',
  })
  mode?: (typeof MODES)[number] | null;
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
