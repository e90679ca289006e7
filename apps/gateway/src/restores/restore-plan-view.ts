/** The plan of a restore as the API shows it: what the gateway knows, and what an executor has found out. */
import {
  FREEZES,
  type Freeze,
  RESTORE_MODES,
  RESTORE_PARTS,
  RESTORE_STRATEGIES,
  type RestoreMode,
  type RestorePart,
  type RestorePlanAnswer,
  type RestoreStrategy,
} from '@app/contracts';
import type { StrongroomError } from '@app/core';
import { AnyObject, Flag, Moment, Nested, OneOf, Choices, Text, Uuid, Whole } from '../http/fields';
import { momentOf } from '../http/moment';
import type { RestoreRequest } from './wanted-restore';
import type { RestoreSubject } from './restore-command';

class PlannedStep {
  @Text({ description: 'As the journal of the restore will name it', example: 'load_database' }) name: string;
  @Text({ max: 2000, example: 'Load the database under a name of its own, beside the live one' }) text: string;
}
class PlannedSource {
  @Uuid({ description: 'The place that would be read: that of the backup, or of a copy' }) storage_config_id: string;
  @Text({ example: 'Disk' }) storage_name: string;
  @Moment() created_at: string;
  @Flag() encrypted: boolean;
  @Whole({ description: 'Of the object in the storage' }) object_bytes: number;
  @Whole() dump_bytes: number;
  @Whole() filestore_bytes: number;
  @Whole() filestore_files: number;
}
class PlannedVersions {
  @Text({ example: '17.6' }) postgres_backup: string;
  @Text({ example: '17.6 (Debian 17.6-1)' }) postgres_server: string;
  @Text({ nullable: true, example: '18.0' }) odoo_backup: string | null;
  @Text({ nullable: true, example: '18.0' }) odoo_environment: string | null;
}
class PlannedDisk {
  @Choices(RESTORE_PARTS) holds: RestorePart[];
  @Text({ max: 4096, example: '/var/lib/postgresql/data' }) mount_point: string;
  @Whole({ description: 'What is written there, and what has to stay free besides' }) needed_bytes: number;
  @Whole() free_bytes: number;
  @Whole({ description: 'What `drop_first` removes there before' }) freed_bytes: number;
  @Flag() is_enough: boolean;
}
class PlannedDowntime {
  @Whole({ nullable: true, description: 'Null: it cannot be told', example: 2 }) seconds: number | null;
  @Text({ max: 1000, description: 'What the figure rests on', example: 'Two names are exchanged' }) basis: string;
}
class PlannedStop {
  @Uuid() id: string;
  @Text({ example: 'Staging' }) name: string;
}
class DataLoss {
  @Moment() from: string;
  @Moment() until: string;
  @Whole() seconds: number;
}
class PlanProblem {
  @Text({ example: 'DISK_TOO_SMALL' }) code: string;
  @Text({ max: 5000, example: 'The disk of the database (/) has 900 MB free, the restore needs 1,300 MB' })
  message: string;
  @Text({ max: 2000, example: 'Free what is lacking.' }) remedy: string;
  @AnyObject() details: object;
}
class PlanWarning {
  @Text({ example: 'COPY_USED' }) code: string;
  @Text({ max: 5000, example: 'The backup would be read from the storage Second' }) message: string;
}

export class RestorePlanView {
  @Flag({ description: 'Whether nothing stands in the way: `problems` is empty' }) is_possible: boolean;
  @OneOf(RESTORE_MODES) mode: RestoreMode;
  @OneOf(RESTORE_STRATEGIES, { nullable: true, description: 'In place only' }) strategy: RestoreStrategy | null;
  @OneOf(FREEZES, { nullable: true, description: 'In place only' }) freeze: Freeze | null;
  @Uuid() backup_id: string;
  @Moment({ description: 'What a restore in place has to confirm' }) backup_timestamp: string;
  @Uuid() environment_id: string;
  @Text({ max: 63, example: 'prod_db_main-clone' }) target_db: string;
  @Nested(() => DataLoss, { nullable: true, description: 'In place: what is written in that time is lost' })
  data_loss: DataLoss | null;
  @Nested(() => PlannedStep, { list: true }) steps: PlannedStep[];
  @Nested(() => PlannedSource, { nullable: true, description: 'Null: no place of the backup can be read' })
  source: PlannedSource | null;
  @Nested(() => PlannedVersions, { nullable: true, description: 'Null: backup or server could not be asked' })
  versions: PlannedVersions | null;
  @Nested(() => PlannedDisk, { list: true, description: 'The disks of the server that are written to' })
  disks: PlannedDisk[];
  @Nested(() => PlannedStop, {
    list: true,
    description: 'The other environments that stop, of those that you may stop',
  })
  stops_environments: PlannedStop[];
  @Nested(() => PlannedDowntime) downtime: PlannedDowntime;
  @Nested(() => PlanProblem, { list: true, description: 'Everything that the restore would be refused for' })
  problems: PlanProblem[];
  @Nested(() => PlanWarning, { list: true }) warnings: PlanWarning[];
}

export interface PlanParts {
  subject: RestoreSubject;
  request: RestoreRequest;
  /** What the gateway has found. */
  problems: StrongroomError[];
  stops: PlannedStop[];
  /** What an executor has found. */
  found: RestorePlanAnswer;
  now: Date;
}

export function restorePlanView({ subject, request, problems, stops, found, now }: PlanParts): RestorePlanView {
  const { backup, environment, target_db } = subject;
  const { in_place } = request;
  const own = new Set(problems.map(({ code }) => code));
  const all = [
    ...problems.map((problem) => problem.toReport()),
    ...found.problems.filter(({ code }) => !own.has(code)),
  ];
  const { source, versions } = found;
  return {
    is_possible: all.length === 0,
    mode: request.mode,
    strategy: in_place?.strategy ?? null,
    freeze: in_place?.freeze ?? null,
    backup_id: backup.id,
    backup_timestamp: momentOf(backup.create_date),
    environment_id: environment.id,
    target_db,
    data_loss: in_place && {
      from: momentOf(backup.create_date),
      until: momentOf(now),
      seconds: Math.max(0, Math.round((now.getTime() - backup.create_date.getTime()) / 1000)),
    },
    steps: found.steps.map(({ name, text }) => ({ name, text })),
    source: source && { ...source },
    versions: versions && {
      ...versions,
      odoo_backup: versions.odoo_backup ?? null,
      odoo_environment: versions.odoo_environment ?? null,
    },
    disks: found.disks.map((disk) => ({ ...disk })),
    stops_environments: stops,
    downtime: { seconds: found.downtime.seconds ?? null, basis: found.downtime.basis },
    problems: all.map(({ code, message, remedy, details }) => ({ code, message, remedy, details })),
    warnings: found.warnings.map(({ code, message }) => ({ code, message })),
  };
}
