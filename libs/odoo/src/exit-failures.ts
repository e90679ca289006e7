import { StrongroomError, type ErrorCode } from '@app/core';
import type { ExitStatus } from './shell';

const DOCKER_FAILURES: readonly [RegExp, ErrorCode][] = [
  [/^Error(?: response from daemon)?: No such container/m, 'CONTAINER_NOT_FOUND'],
  [/^Error response from daemon: .*is (?:not running|paused|restarting)/im, 'CONTAINER_DOWN'],
  [
    /^Cannot connect to the Docker daemon|^(?:error during connect|permission denied while trying to connect)/im,
    'DOCKER_UNAVAILABLE',
  ],
  [/docker daemon socket|is the docker daemon running|failed to connect to the docker API/i, 'DOCKER_UNAVAILABLE'],
  [/\bdocker: (?:command )?not found|docker: No such file/i, 'DOCKER_UNAVAILABLE'],
];

/** What an exit means wherever it happened: Docker in the way, a full disk. undefined: ask the tool's own messages. */
export function explainPlace(exit: ExitStatus, place: string): StrongroomError | undefined {
  if (exit.failure) return exit.failure;
  const details = exitDetails(exit);
  for (const [pattern, code] of DOCKER_FAILURES)
    if (pattern.test(exit.stderr)) return new StrongroomError(code, `${place}: ${lastLine(exit.stderr)}`, { details });
  if (/No space left on device|Disk quota exceeded|could not extend file/i.test(exit.stderr))
    return new StrongroomError('REMOTE_DISK_FULL', `${place}: ${lineWith(exit.stderr, /space|quota|extend/i)}`, {
      details,
    });
  return undefined;
}

/** Ended by a signal, as a process or as the shell around it tells it (128 + number). */
export function wasKilled(exit: ExitStatus): boolean {
  return exit.signal !== null || exit.code === 137 || exit.code === 143;
}

/** A failure without a code of its own. */
export function commandFailure(exit: ExitStatus, what: string): StrongroomError {
  const details = exitDetails(exit);
  if (wasKilled(exit))
    return new StrongroomError('COMMAND_KILLED', `${what} was killed (${howEnded(exit)})`, { details });
  return new StrongroomError('COMMAND_FAILED', `${what} failed (${howEnded(exit)}): ${lastLine(exit.stderr)}`, {
    details,
  });
}

export function exitDetails(exit: ExitStatus): Record<string, unknown> {
  return {
    ...(exit.code !== null && { exitCode: exit.code }),
    ...(exit.signal !== null && { signal: exit.signal }),
    stderr: exit.stderr,
  };
}

export const howEnded = (exit: ExitStatus) => (exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`);
export const lastLine = (text: string) => text.trimEnd().split('\n').at(-1) || 'it gave no reason';
/** What the server said of a statement that failed, without its SQLSTATE; undefined: it was not a statement that failed. */
export const databaseMessage = (stderr: string) => /(?:ERROR|FATAL): +(?:[0-9A-Z]{5}: +)?(.*)/.exec(stderr)?.[1];
const lineWith = (text: string, pattern: RegExp) =>
  text.split('\n').find((line) => pattern.test(line)) ?? lastLine(text);
