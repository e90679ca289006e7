/** For what a restore is refused before anything is touched: every reason, not only the first. */
import type { WarningPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { replacedName } from '../build/restore-names';
import { disksOf } from './plan-disks';
import { type PlanFacts, partsOf } from './plan-facts';

export interface Verdict {
  problems: StrongroomError[];
  warnings: WarningPayload[];
}

export function judge(facts: PlanFacts, spareBytes: number): Verdict {
  const rules = [withoutFilestore, takenNames, rights, holders, otherOdoo];
  const verdicts = rules.map((rule) => rule(facts));
  return {
    problems: [
      ...facts.failures,
      ...verdicts.flatMap(({ problems = [] }) => problems),
      ...shortages(facts, spareBytes),
    ],
    warnings: [...facts.warnings, ...verdicts.flatMap(({ warnings = [] }) => warnings), ...unmeasured(facts)],
  };
}

type Rule = (facts: PlanFacts) => Partial<Verdict>;

const withoutFilestore: Rule = ({ command, source }) => {
  if (!command.restore_filestore || !source || source.manifest.filestore) return {};
  const message = `The backup ${command.backup_id} has no filestore; ask with \`restore_filestore: false\``;
  return { problems: [new StrongroomError('BACKUP_WITHOUT_FILESTORE', message)] };
};

/** A clone takes a new name; in place, the name for what is replaced has to be free. */
const takenNames: Rule = ({ command, server }) => {
  if (!server) return {};
  const { in_place, target_db, restore_id } = command;
  const name = in_place ? replacedName(restore_id) : target_db;
  const problems: StrongroomError[] = [];
  if (server.databases.has(name))
    problems.push(new StrongroomError('DATABASE_EXISTS', `The server has a database ${name} already`));
  if (server.filestores.has(name))
    problems.push(new StrongroomError('FILESTORE_EXISTS', `The server has a filestore directory ${name} already`));
  if (!in_place || server.databases.has(target_db)) return { problems };
  const message = `There is no live database ${target_db}: nothing is replaced, and there will be nothing to go back to`;
  return { problems, warnings: [{ code: 'NOTHING_REPLACED', message }] };
};

const rights: Rule = ({ command, server }) => {
  if (!server || !partsOf(command).database) return {};
  const { mayCreateDatabases, ownsDatabase } = server.room;
  const refuse = (message: string) => new StrongroomError('DATABASE_AUTH_FAILED', message);
  const problems: StrongroomError[] = [];
  if (!mayCreateDatabases) problems.push(refuse('The role of the environment may not create databases (CREATEDB)'));
  if (command.in_place && !ownsDatabase)
    problems.push(
      refuse(`The role of the environment does not own the database ${command.target_db}: it cannot rename it`),
    );
  return { problems };
};

const holders: Rule = ({ command, server }) => {
  const found = server?.room.holders ?? [];
  if (!command.in_place || found.length === 0) return {};
  const message = `The database ${command.target_db} is held by ${found.join(', ')}, which the role of the environment cannot end: it cannot give way while that lasts`;
  return { problems: [new StrongroomError('DATABASE_BUSY', message, { kind: 'operator' })] };
};

/** No Odoo ever runs on what is restored on trial. */
const otherOdoo: Rule = ({ command, source, odooVersion }) => {
  if (command.drill) return {};
  const backup = source && odooVersionOf(source.manifest.environment_snapshot);
  if (!backup || !odooVersion || sameVersion(backup, odooVersion)) return {};
  const situation = `The backup is of Odoo ${backup}, the environment runs Odoo ${odooVersion}`;
  if (command.allow_other_odoo)
    return { warnings: [{ code: 'ODOO_VERSION', message: `${situation}: that was allowed` }] };
  return {
    problems: [
      new StrongroomError('ODOO_VERSION_MISMATCH', situation, { details: { backup, environment: odooVersion } }),
    ],
  };
};

function shortages(facts: PlanFacts, spareBytes: number): StrongroomError[] {
  return disksOf(facts, spareBytes)
    .filter(({ is_enough }) => !is_enough)
    .map((disk) => {
      const { holds, mount_point, needed_bytes, free_bytes, freed_bytes } = disk;
      const freed = freed_bytes > 0 ? ` and ${megabytes(freed_bytes)} once the live ones are dropped` : '';
      const message = `The disk of the ${holds.join(' and the ')} (${mount_point}) has ${megabytes(free_bytes)} free${freed}, the restore needs ${megabytes(needed_bytes)}`;
      return new StrongroomError('DISK_TOO_SMALL', message, { details: { ...disk } });
    });
}

function unmeasured({ command, source, server }: PlanFacts): WarningPayload[] {
  if (!source || !server) return [];
  const parts = partsOf(command);
  const unknown = [
    ...(parts.database && !server.room.databaseDisk ? ['database'] : []),
    ...(parts.filestore && !server.room.filestoreDisk ? ['filestore'] : []),
  ];
  if (unknown.length === 0) return [];
  return [
    { code: 'DISK_NOT_MEASURED', message: `How much is free where the ${unknown.join(' and the ')} lies is not known` },
  ];
}

/** What a backup says of the Odoo that it was made of. */
export function odooVersionOf(snapshot: Record<string, unknown>): string | undefined {
  const { odoo_version } = (snapshot['project'] ?? {}) as { odoo_version?: unknown };
  return typeof odoo_version === 'string' && odoo_version !== '' ? odoo_version : undefined;
}

/** `18` is `18.0`. */
const sameVersion = (one: string, other: string) => one.replace(/\.0$/, '') === other.replace(/\.0$/, '');

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000).toLocaleString('en')} MB`;
