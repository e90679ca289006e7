/**
 * Reads a dump to its end and restores it nowhere: the proof that pg_restore can read it. `pg_restore -l` would not do,
 * it believes a table of contents whose data are missing.
 */
import { StrongroomError } from '@app/core';
import { openCommandSink } from './command-sink';
import { commandFailure, exitDetails, explainPlace, lastLine, wasKilled } from './exit-failures';
import { ENGLISH } from './lifeline';
import { openLocalShell } from './local-shell';
import { runCommand } from './run-command';
import type { ExitStatus, Shell } from './shell';
import type { SinkStream } from './streams';

/** Every pg_restore that is there: a line with its path, and one with its version. */
const FIND = `${ENGLISH}
for tool in "$@" pg_restore /usr/lib/postgresql/*/bin/pg_restore /usr/pgsql-*/bin/pg_restore; do
  found=$(command -v "$tool") && version=$("$found" --version 2>/dev/null) && printf '%s\\n%s\\n' "$found" "$version"
done
:`;

const READ = `${ENGLISH}
exec "$1" -f /dev/null`;

/** The build lacks what the dump was made with; another one may have it. */
const CANNOT_KNOW = /unsupported version \(|does not support compression|compression is not supported/;

export interface LocalDumpReader {
  /** Major version of the pg_dump that made the dump. */
  dumpMajor: number;
  /** Where tools are looked for first. */
  directories: readonly string[];
  signal?: AbortSignal;
}

/** With a pg_restore of this machine; undefined when none is new enough. `done` rejects with ARCHIVE_CORRUPT when the dump cannot be read. */
export async function openLocalDumpReader(options: LocalDumpReader): Promise<SinkStream | undefined> {
  return openDumpReader(openLocalShell(), options);
}

/** As `openLocalDumpReader`, wherever the shell is. */
export async function openDumpReader(
  shell: Shell,
  { dumpMajor, directories, signal }: LocalDumpReader,
): Promise<SinkStream | undefined> {
  const tool = await findTool(shell, { dumpMajor, directories });
  if (tool === undefined) return undefined;
  const command = { script: READ, args: [tool] };
  return openCommandSink(shell, command, (exit) => explainReading(exit, tool, shell), signal ? { signal } : {});
}

/** The path of a pg_restore that knows such dumps; undefined: there is none. */
export async function findTool(
  shell: Shell,
  { dumpMajor, directories }: Pick<LocalDumpReader, 'dumpMajor' | 'directories'>,
): Promise<string | undefined> {
  const tools = directories.map((directory) => `${directory}/pg_restore`);
  const result = await runCommand(shell, { script: FIND, args: tools });
  if (result.code !== 0) throw explainPlace(result, shell.name) ?? commandFailure(result, `sh in ${shell.name}`);
  return chooseTool(result.stdout, dumpMajor);
}

/** The oldest that knows the dump: it is the nearest to the one that would restore it. */
export function chooseTool(found: string, dumpMajor: number): string | undefined {
  const tools = [...found.matchAll(/^(.+)\npg_restore \(PostgreSQL\) (\d+)/gm)].map(([, path, major]) => ({
    path: path!,
    major: Number(major),
  }));
  return tools.filter(({ major }) => major >= dumpMajor).toSorted((a, b) => a.major - b.major)[0]?.path;
}

/** What the end of a pg_restore means that was to read a dump. */
export function explainReading(exit: ExitStatus, tool: string, shell: Shell): StrongroomError | undefined {
  if (exit.code === 0) return undefined;
  const placeFailure = explainPlace(exit, shell.name);
  if (placeFailure) return placeFailure;
  const details = { ...exitDetails(exit), tool };
  const reason = lastLine(exit.stderr);
  if (exit.code === 126 || exit.code === 127 || CANNOT_KNOW.test(exit.stderr))
    return new StrongroomError('PG_RESTORE_MISSING', `${tool} in ${shell.name}: ${reason}`, { details });
  if (wasKilled(exit) || /out of memory/.test(exit.stderr)) return commandFailure(exit, `${tool} in ${shell.name}`);
  return new StrongroomError('ARCHIVE_CORRUPT', `pg_restore cannot read the dump: ${reason}`, { details });
}
