import type { Shell, ShellCommand, ShellProcess, StartOptions } from './shell';

const DOCKER_EXEC = 'exec docker exec -i "$@"';

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

  start(command: ShellCommand, options?: StartOptions): Promise<ShellProcess> {
    const names = Object.keys(command.env ?? {}).flatMap((name) => ['-e', name]);
    const inner = ['sh', '-c', command.script, 'strongroom', ...(command.args ?? [])];
    return this.host.start(
      { script: DOCKER_EXEC, args: [...names, '--', this.container, ...inner], env: command.env ?? {} },
      options,
    );
  }

  /** The machine stays reachable: whoever opened `host` closes it. */
  async close(): Promise<void> {}
}
