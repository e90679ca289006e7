import { StrongroomError } from '@app/core';
import { NOTE_MARK } from './error-output';
import { WAITS_FOR_CHILDREN } from './lifeline';
import type { ExitStatus, Shell, ShellCommand, ShellProcess, StartOptions } from './shell';

const DOCKER_EXEC = 'exec docker exec -i "$@"';

const ENDED = 'ended ';

/** A client of docker that is ended by SIGTERM exits with 0 or dies of it, by its version, whatever becomes of the program. */
const TELLS_ITS_END = `
${WAITS_FOR_CHILDREN}
sh -c "$@"
status=$?
printf '\\n${NOTE_MARK}${ENDED}%s\\n' "$status" >&2
exit "$status"`;

/**
 * Programs in a container of the machine that `host` reaches. Environment entries pass through the environment of
 * the docker client, so that their values stay out of every process list.
 */
export function containerShell(host: Shell, container: string): Shell {
  return new ContainerShell(host, container);
}

class ContainerShell implements Shell {
  readonly name: string;

  constructor(
    private readonly host: Shell,
    private readonly container: string,
  ) {
    this.name = `container ${container} on ${host.name}`;
  }

  async start(command: ShellCommand, options?: StartOptions): Promise<ShellProcess> {
    const names = Object.keys(command.env ?? {}).flatMap((name) => ['-e', name]);
    const inner = ['sh', '-c', TELLS_ITS_END, 'strongroom', command.script, 'strongroom', ...(command.args ?? [])];
    const running = await this.host.start(
      { script: DOCKER_EXEC, args: [...names, '--', this.container, ...inner], env: command.env ?? {} },
      options,
    );
    return {
      stdin: running.stdin,
      stdout: running.stdout,
      exit: running.exit.then((exit) => this.#confirm(exit)),
      kill: () => running.kill(),
    };
  }

  /** The machine stays reachable: whoever opened `host` closes it. */
  async close(): Promise<void> {}

  #confirm(exit: ExitStatus): ExitStatus {
    const notes = exit.notes.filter((note) => !note.startsWith(ENDED));
    if (exit.failure || (exit.code !== 0 && exit.code !== null)) return { ...exit, notes };
    const told = exit.notes.findLast((note) => note.startsWith(ENDED));
    if (told !== undefined) return { ...exit, notes, signal: null, code: Number(told.slice(ENDED.length)) };
    const failure = new StrongroomError('COMMAND_KILLED', `${this.name}: docker exec ended before its program`);
    return { ...exit, notes, failure };
  }
}
