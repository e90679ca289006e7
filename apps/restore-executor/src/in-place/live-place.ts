import { StrongroomError } from '@app/core';
import type { Place } from './in-place-work';
import { inWords, partStanding, type Seen } from './where-it-stands';

const EMPTY = { encoding: 'UTF8', collate: 'C', ctype: 'C', hasUnaccent: false, hasPgTrgm: false };

/** What is there under the names of a restore. */
export interface Sight {
  database: Seen & { discarded: boolean };
  filestore: Seen & { discarded: boolean };
}

/**
 * The names under which an environment is live, and the moves between them. Each move looks first and may be made again after it
 * was cut off anywhere; none overwrites anything.
 */
export class LivePlace {
  constructor(private readonly place: Place) {}

  async look(): Promise<Sight> {
    return { database: await this.seeDatabases(), filestore: await this.seeFilestores() };
  }

  /**
   * Nobody can use the environment afterwards.
   * @param successor the database that is to take the place of the live one: an executor that wakes up late finds it gone, and closes nothing
   * @returns what was done, for people
   */
  async freeze(successor?: string): Promise<string> {
    const { environment, names, freeze } = this.place;
    const ended = await ifThere(() => environment.freezeDatabase(names.live, successor));
    if (freeze === 'workload') await environment.stopWorkload();
    const closed =
      ended === undefined
        ? 'There is no live database to be closed'
        : `The database was closed and ${ended} sessions were ended`;
    return freeze === 'workload' ? `The container of Odoo was stopped; ${closed}` : closed;
  }

  async unfreeze(startWorkload: boolean): Promise<string> {
    const { environment, names, freeze } = this.place;
    await ifThere(() => environment.thawDatabase(names.live));
    if (freeze === 'workload' && startWorkload) {
      await environment.startWorkload();
      return 'The database was opened and the container of Odoo was started';
    }
    return 'The database was opened';
  }

  async swapDatabase(): Promise<string> {
    const { environment, names, had } = this.place;
    const database = await this.seeDatabases();
    switch (partStanding(had.database, database)) {
      case 'before': {
        const { live, staging, replaced } = names;
        if (had.database) await environment.swapDatabases({ live, incoming: staging, replaced });
        else await environment.renameDatabase(staging, live);
        return had.database ? `The replaced database is ${replaced}` : 'There was no database to be replaced';
      }
      case 'after':
        return 'It had taken the live name already';
      default:
        throw lost('database', database);
    }
  }

  async swapFilestore(): Promise<string> {
    const { environment, names, had } = this.place;
    const filestore = await this.seeFilestores();
    const standing = partStanding(had.filestore, filestore);
    if (standing === 'lost') throw lost('filestore', filestore);
    if (standing === 'before' && had.filestore) await environment.renameFilestore(names.live, names.replaced);
    if (standing !== 'after') await environment.renameFilestore(names.staging, names.live);
    return had.filestore ? `The replaced filestore is ${names.replaced}` : 'There was no filestore to be replaced';
  }

  /** The database goes only while it is closed: an executor that wakes up late does not meet the new one. */
  async dropDatabase(): Promise<string> {
    const { environment, names } = this.place;
    const there = await environment.databasesAmong([names.live, names.likeness]);
    const live = there.get(names.live);
    if (!live) return 'There is none any more';
    if (live.open)
      throw new StrongroomError('CONFLICT', `The database ${names.live} is open to connections, so it is not dropped`);
    const lost = there.has(names.likeness) ? [] : await this.takeLikeness();
    await environment.dropDatabase(names.live);
    return [`The database ${names.live} was dropped`, ...lost].join('; ');
  }

  /** Keeps what belongs to the live database and is in no dump. @returns warnings */
  async takeLikeness(): Promise<string[]> {
    const { environment, names } = this.place;
    if (!(await environment.databaseExists(names.likeness))) await environment.createDatabase(names.likeness, EMPTY);
    return environment.inheritDatabase({ from: names.live, to: names.likeness });
  }

  /**
   * Gives the copy what belonged to the live database and is in no dump.
   * @returns warnings; undefined: there is nothing that it could have from
   */
  async bequeath(): Promise<string[] | undefined> {
    const { environment, names } = this.place;
    const there = await environment.databasesAmong([names.live, names.likeness]);
    const from = [names.live, names.likeness].find((name) => there.has(name));
    return from === undefined ? undefined : environment.inheritDatabase({ from, to: names.staging });
  }

  /** First it loses its name, so that what bears the live name is whole. */
  async dropFilestore(): Promise<string> {
    const { environment, names } = this.place;
    const { live } = await this.seeFilestores();
    if (live) await environment.renameFilestore(names.live, names.discarded);
    await environment.removeFilestore(names.discarded);
    return `The filestore ${names.live} was removed`;
  }

  /** Puts away what bears the live name, and removes it. */
  async discard(part: 'database' | 'filestore'): Promise<void> {
    const { environment, names } = this.place;
    if (part === 'database') {
      const { live } = await this.seeDatabases();
      await environment.dropDatabase(names.discarded);
      if (live) await environment.putDatabaseAway(names.live, names.discarded);
      await environment.dropDatabase(names.discarded);
    } else {
      await this.dropFilestore();
    }
  }

  /** What was loaded under the staging name takes the live one, which nothing bears. */
  async name(part: 'database' | 'filestore'): Promise<string> {
    const { environment, names } = this.place;
    const seen = part === 'database' ? await this.seeDatabases() : await this.seeFilestores();
    if (seen.staging && part === 'database') await environment.renameDatabase(names.staging, names.live);
    else if (seen.staging) await environment.renameFilestore(names.staging, names.live);
    else if (!seen.live) throw lost(part, seen);
    return 'It bears the live name';
  }

  /** What was live before is live again; what had taken its place, or was about to, is put away under the discarded name. */
  async takeBackDatabase(): Promise<string> {
    const { environment, names, had } = this.place;
    const { live, staging, replaced, discarded } = names;
    const database = await this.seeDatabases();
    if (takenBack(database)) return 'What was live before is live again';
    if (neverSwapped(database)) {
      await environment.putDatabaseAway(staging, discarded);
      return 'It was never swapped';
    }
    if (database.replaced && database.live) {
      await environment.swapDatabases({ live, incoming: replaced, replaced: discarded });
      return 'What was live before is live again';
    }
    if (database.replaced) await environment.renameDatabase(replaced, live);
    else if (!had.database && database.live && !database.staging) await environment.putDatabaseAway(live, discarded);
    if (database.staging) await environment.putDatabaseAway(staging, discarded);
    return database.replaced ? 'What was live before is live again' : 'What was live before is live';
  }

  async takeBackFilestore(): Promise<string> {
    const { environment, names, had } = this.place;
    const { live, staging, replaced, discarded } = names;
    const filestore = await this.seeFilestores();
    if (takenBack(filestore)) return 'What was live before is live again';
    if (neverSwapped(filestore)) {
      await environment.renameFilestore(staging, discarded);
      return 'It was never swapped';
    }
    const intruder = filestore.replaced ? filestore.live : !had.filestore && filestore.live && !filestore.staging;
    if (intruder) await environment.renameFilestore(live, discarded);
    if (filestore.replaced) await environment.renameFilestore(replaced, live);
    if (filestore.staging) await environment.renameFilestore(staging, discarded);
    return filestore.replaced ? 'What was live before is live again' : 'What was live before is live';
  }

  private async seeDatabases(): Promise<Sight['database']> {
    const there = await this.place.environment.databasesAmong(Object.values(this.place.names) as string[]);
    return this.sight((name) => there.has(name));
  }

  private async seeFilestores(): Promise<Sight['filestore']> {
    const there = await this.place.environment.filestoresAmong(Object.values(this.place.names) as string[]);
    return this.sight((name) => there.has(name));
  }

  private sight(has: (name: string) => boolean): Sight['database'] {
    const { live, staging, replaced, discarded } = this.place.names;
    return { live: has(live), staging: has(staging), replaced: has(replaced), discarded: has(discarded) };
  }

  /** Removes what is put away, and what was never put in. */
  async clean(): Promise<void> {
    const { environment, names } = this.place;
    await environment.dropDatabase(names.likeness);
    for (const name of [names.discarded, names.staging]) {
      await environment.dropDatabase(name);
      await environment.removeFilestore(name);
    }
  }
}

function lost(part: string, seen: Seen): StrongroomError {
  return new StrongroomError(
    'CONFLICT',
    `Of the ${part} there is ${inWords(seen)}, which no step of the restore leaves so`,
  );
}

/** What was to be taken out is out: the last that is done before it is removed. */
const takenBack = ({ live, discarded }: Sight['database']) => live && discarded;

/** Whatever bears the name of the replaced one then is not ours. */
const neverSwapped = ({ live, staging }: Seen) => live && staging;

/** undefined: there is no such database. */
async function ifThere<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StrongroomError && error.code === 'DATABASE_NOT_FOUND') return undefined;
    throw error;
  }
}
