import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTimeOf } from './processes';

/**
 * Makes this process the only supervisor of the folder, and returns what gives the folder back. A lock whose process
 * is gone, as after a SIGKILL, is taken over.
 */
export function lockHome(home: string): () => void {
  const file = join(home, 'supervisor.lock');
  const own = `${process.pid} ${startTimeOf(process.pid) ?? '-'}\n`;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, own);
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (tryLink(draft, file)) return () => rmSync(file, { force: true });
      const holder = livingHolder(file);
      if (holder)
        throw new Error(
          `Strongroom runs on ${home} already (process ${holder}). Stop it first, or set STRONGROOM_HOME to another folder.`,
        );
      rmSync(file, { force: true });
    }
    throw new Error(`Cannot lock ${home}.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A link appears with its content or not at all, and fails when the name is taken. */
function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function livingHolder(file: string): string | undefined {
  try {
    const [pid, startTime] = readFileSync(file, 'utf8').trim().split(' ');
    return startTimeOf(Number(pid)) === startTime ? pid : undefined;
  } catch {
    return undefined;
  }
}
