import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StrongroomError } from '@app/core';
import { explainReading, findTool, type LocalDumpReader } from './dump-reader';
import { ENGLISH } from './lifeline';
import { openLocalShell } from './local-shell';
import type { Shell } from './shell';

/** Owners and grants are of roles that another server does not have; Odoo leaves owners out as well. */
const TO_SQL = `${ENGLISH}
exec "$1" --no-owner --no-privileges -f -`;

/** Makes SQL of a dump in custom format, while it streams. */
export interface DumpScript {
  /**
   * @returns ends only when all of the dump was made SQL, and else is destroyed: with what the dump failed with, or with
   *   ARCHIVE_CORRUPT, PG_RESTORE_MISSING. Destroying it ends the program
   */
  of(dump: Readable): Readable;
}

/** With a pg_restore of this machine; undefined when none is new enough. */
export async function openDumpScript(options: LocalDumpReader): Promise<DumpScript | undefined> {
  const shell = openLocalShell();
  const tool = await findTool(shell, options);
  if (tool === undefined) return undefined;
  return {
    of: (dump) =>
      Readable.from(linesOf(shell, tool, dump, options.signal), { objectMode: false, highWaterMark: 1 << 18 }),
  };
}

async function* linesOf(
  shell: Shell,
  tool: string,
  dump: Readable,
  signal?: AbortSignal,
): AsyncGenerator<Buffer, void, void> {
  const running = await shell.start({ script: TO_SQL, args: [tool] }, signal ? { signal } : {});
  const sent = pipeline(dump, running.stdin).then(
    () => undefined,
    (error: unknown) => error,
  );
  try {
    yield* running.stdout as AsyncIterable<Buffer>;
    const exit = await running.exit;
    const failure = exit.failure ?? explainReading(exit, tool, shell);
    // A tool that stumbles over what the dump fails with takes it for its own fault, or does not even notice.
    const cause = await sent;
    if (cause instanceof StrongroomError) throw cause;
    if (failure) throw failure;
  } finally {
    running.kill();
    dump.destroy();
  }
}
