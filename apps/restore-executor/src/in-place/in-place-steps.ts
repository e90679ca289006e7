import { Injectable } from '@nestjs/common';
import type { WarningPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import type { RunningJob } from '@app/executor';
import type { OdooEnvironment, WebAnswer } from '@app/odoo';
import { prepareCopy } from '../aftercare/prepare-copy';
import { checkCopy } from '../build/check-copy';
import { CopyBuilder, type ReadOutcome } from '../build/copy-builder';
import { wantedBackup } from '../build/wanted-backup';
import { RestorePlanner } from '../preflight/restore-planner';
import type { Parts, StepName } from './in-place-plan';
import type { InPlaceWork, PreflightFacts } from './in-place-work';
import { Insurance } from './insurance';
import { LivePlace } from './live-place';
import { WebCheck } from '../web-check';

/** @returns what came of the step, for people */
type Take = (work: InPlaceWork) => Promise<string>;

/** What each step of a restore in place does. Each may be taken again after it was cut off anywhere. */
@Injectable()
export class InPlaceSteps {
  readonly take: Record<StepName, Take>;

  constructor(
    private readonly planner: RestorePlanner,
    private readonly builder: CopyBuilder,
    private readonly insurance: Insurance,
    private readonly web: WebCheck,
  ) {
    this.take = {
      preflight: (work) => this.preflight(work),
      insurance: (work) => this.insure(work),
      load_database: async (work) => said(work, await this.builder.loadDatabase(work, wantedBackup(work.command))),
      load_filestore: async (work) => said(work, await this.builder.loadFilestore(work, wantedBackup(work.command))),
      prepare: (work) => this.prepare(work),
      checks: (work) => this.check(work),
      freeze: (work) => this.freeze(work),
      drop_database: (work) => placeOf(work).dropDatabase(),
      drop_filestore: (work) => placeOf(work).dropFilestore(),
      swap_database: (work) => this.swap(work, 'database'),
      swap_filestore: (work) => this.swap(work, 'filestore'),
      unfreeze: (work) => placeOf(work).unfreeze(workloadRan(work)),
      checks_after: (work) => this.checkAfter(work),
    };
  }

  private async preflight(work: InPlaceWork): Promise<string> {
    const { command, job, environment, names, parts, inPlace } = work;
    const warnings = await this.planner.require(command, environment, job.signal);
    const wanted = wantedBackup(command);
    const whole = inPlace.strategy === 'drop_first';
    const outcome = await (whole ? this.builder.proofread(work, wanted) : this.builder.inspect(work, wanted));
    outcome.warnings.push(...warnings);
    const { manifest } = outcome;
    const had = {
      database: await environment.databaseExists(names.live),
      filestore: await environment.filestoreExists(names.live),
    };
    const web: WebAnswer = had.database
      ? await this.web.before(environment, names.live)
      : { outcome: 'elsewhere', detail: 'there was no live database' };
    const facts: PreflightFacts = {
      had,
      web,
      empty: !(await hasContent(environment, names.live, had)),
      databaseBytes: parts.database ? manifest.database.size : 0,
      filestoreBytes: parts.filestore ? (manifest.filestore?.size ?? 0) : 0,
      filestoreFiles: parts.filestore ? (manifest.filestore?.files ?? 0) : 0,
      lostFiles: manifest.attachments?.missing ?? null,
      odooImage: manifest.environment_snapshot['odoo_image'],
    };
    await job.note({ preflight: facts });
    await note(work, outcome);
    work.progress.expect(facts.databaseBytes + facts.filestoreBytes);
    const read = whole ? 'The backup was read to its end' : 'The backup can be read';
    const live = `live are ${inWords(had.database, 'database')} and ${inWords(had.filestore, 'filestore')}${facts.empty ? ', with nothing in them' : ''}`;
    const served = web.outcome === 'answered' ? 'Odoo serves it' : `Odoo does not serve it now: ${web.detail}`;
    return [read, live, ...(had.database && web.outcome !== 'unchecked' ? [served] : [])].join('; ');
  }

  private async insure({ command, job }: InPlaceWork): Promise<string> {
    const insurance = await this.insurance.obtain(command.restore_id, job.signal);
    await job.note({ insurance });
    return `The backup ${insurance.backup_id} is completed and verified`;
  }

  /** Of the live database what no dump holds; then what follows any load. */
  private async prepare(work: InPlaceWork): Promise<string> {
    const { environment, names, job, command } = work;
    const { had, odooImage } = factsOf(job.journal);
    const notes: string[] = [];
    const warnings = had.database ? await placeOf(work).bequeath() : undefined;
    if (warnings) notes.push('Owner, grants and settings are those of the live database', ...warnings);
    notes.push(
      await prepareCopy(environment, names.staging, command, { environment_snapshot: { odoo_image: odooImage } }),
    );
    return notes.join('\n');
  }

  private async check({ environment, names, parts, job }: InPlaceWork): Promise<string> {
    const { filestoreFiles, lostFiles = null } = factsOf(job.journal);
    const { users, warnings, note } = await checkCopy(environment, {
      name: names.staging,
      database: parts.database,
      files: parts.filestore ? filestoreFiles : undefined,
      lostBefore: lostFiles,
    });
    await job.note({ users, warnings: withFresh(job, warnings) });
    return note;
  }

  /** What can be done before is: nobody waits for it then. */
  private async freeze(work: InPlaceWork): Promise<string> {
    const { environment, names, parts, inPlace, job } = work;
    const { had } = factsOf(job.journal);
    const replaces = parts.database && had.database;
    // Closed: an attempt that died has frozen it, and has done this before.
    const isOpen = replaces && (await environment.databasesAmong([names.live])).get(names.live)?.open === true;
    const successor = replaces && inPlace.strategy === 'swap' ? names.staging : undefined;
    const lost: string[] = [];
    if (isOpen && successor) await environment.outdateCaches({ live: names.live, incoming: successor });
    else if (isOpen) lost.push(...(await placeOf(work).takeLikeness()));
    if (inPlace.freeze === 'workload' && job.journal['workload_ran'] === undefined)
      await job.note({ workload_ran: (await environment.workloadState()) === 'running' });
    if (job.journal['frozen_at'] === undefined) await job.note({ frozen_at: new Date().toISOString() });
    return [await placeOf(work).freeze(successor), ...lost].join('; ');
  }

  private async swap(work: InPlaceWork, part: 'database' | 'filestore'): Promise<string> {
    const place = placeOf(work);
    if (work.inPlace.strategy === 'drop_first') return place.name(part);
    return part === 'database' ? place.swapDatabase() : place.swapFilestore();
  }

  private async checkAfter(work: InPlaceWork): Promise<string> {
    const { environment, names, inPlace, job } = work;
    const users = await environment.rowCount(names.live, 'res_users');
    if (users === 0) throw new StrongroomError('RESTORE_CHECK_FAILED', 'The live database has no users in res_users');
    const starting = inPlace.freeze === 'workload' && workloadRan(work);
    const { web: before } = factsOf(job.journal);
    const { note: said, warnings } = await this.web.check(environment, names.live, { starting, before });
    await job.note({ warnings: withFresh(job, warnings) });
    return `${users} users; ${said}`;
  }
}

/** @throws when preflight was not over: the plan begins with it */
export function factsOf(journal: Readonly<Record<string, unknown>>): PreflightFacts {
  return journal['preflight'] as PreflightFacts;
}

/** Of all steps that were taken. */
export function warningsOf(journal: Readonly<Record<string, unknown>>): WarningPayload[] {
  return (journal['warnings'] as WarningPayload[] | undefined) ?? [];
}

export function placeOf({ environment, names, parts, inPlace, job }: InPlaceWork): LivePlace {
  return new LivePlace({ environment, names, parts, had: factsOf(job.journal).had, freeze: inPlace.freeze });
}

/** A container that somebody had stopped before is left so. */
export const workloadRan = ({ job }: InPlaceWork) => job.journal['workload_ran'] !== false;

async function said(work: InPlaceWork, outcome: ReadOutcome): Promise<string> {
  await note(work, outcome);
  return ['Loaded', ...outcome.warnings.map(({ message }) => message)].join('; ');
}

async function note({ job }: InPlaceWork, { storageConfigId, warnings }: ReadOutcome): Promise<void> {
  await job.note({ storage_config_id: storageConfigId, warnings: withFresh(job, warnings) });
}

/** The warnings so far and these, each once: a step may be taken again. */
function withFresh({ journal }: RunningJob, warnings: readonly WarningPayload[]): WarningPayload[] {
  const before = warningsOf(journal);
  return [...before, ...warnings.filter(({ message }) => !before.some((known) => known.message === message))];
}

const inWords = (there: boolean, part: string) => (there ? `a ${part}` : `no ${part}`);

/** A database that cannot be asked may hold anything. */
async function hasContent(environment: OdooEnvironment, live: string, had: Parts): Promise<boolean> {
  if (had.database && (await environment.hasTables(live).catch(() => true))) return true;
  return had.filestore && (await environment.filestoreSummary(live)).files > 0;
}
