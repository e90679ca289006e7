import { StrongroomError } from '@app/core';
import { ENGLISH } from './lifeline';
import type { Shell, ShellCommand, ShellProcess, StartOptions } from './shell';

/** No tool uses it. */
const NOT_IN_A_VOLUME = 79;

/**
 * "$1" the container, "$2" the directory that matters, "$3" how many of the others are options. The image goes by its id, so that it
 * is the very one of the container and none is ever fetched.
 */
const RUN = `${ENGLISH}
container=$1 directory=$2 options=$3
shift 3
image=$(docker inspect --type container -f '{{.Image}}' -- "$container") || exit
user=$(docker inspect --type container -f '{{.Config.User}}' -- "$container") || exit
volumes=$(docker inspect --type container -f '{{range .Mounts}}{{println .Destination}}{{end}}' -- "$container") || exit
inside=no
while IFS= read -r volume; do
  if [ -n "$volume" ]; then case $directory/ in "$volume"/*) inside=yes ;; esac; fi
done <<END
$volumes
END
if [ "$inside" = no ]; then exit ${NOT_IN_A_VOLUME}; fi
place=0
for word; do
  shift
  if [ "$place" = "$options" ]; then set -- "$@" "$image"; fi
  set -- "$@" "$word"
  place=$((place + 1))
done
exec docker run --rm -i --pull never --network none --log-driver none --volumes-from "$container" \
  \${user:+--user "$user"} --entrypoint sh "$@"`;

/**
 * Programs that see the volumes of a container which does not run: in a passing one of the same image and user, without a network.
 * They end by CONTAINER_WITHOUT_VOLUME unless `directory` lies in a volume: what else a stopped container holds, nothing reaches.
 */
export function volumesShell(host: Shell, container: string, directory: string): Shell {
  return new VolumesShell(host, container, directory);
}

class VolumesShell implements Shell {
  readonly name: string;

  constructor(
    private readonly host: Shell,
    private readonly container: string,
    private readonly directory: string,
  ) {
    this.name = `the volumes of container ${container} on ${host.name}`;
  }

  async start({ script, args = [], env = {} }: ShellCommand, options?: StartOptions): Promise<ShellProcess> {
    const names = Object.keys(env).flatMap((name) => ['-e', name]);
    const inner = ['-c', script, 'strongroom', ...args];
    const words = [this.container, this.directory, String(names.length), ...names, ...inner];
    const running = await this.host.start({ script: RUN, args: words, env }, options);
    return {
      stdin: running.stdin,
      stdout: running.stdout,
      exit: running.exit.then((exit) =>
        exit.code === NOT_IN_A_VOLUME ? { ...exit, failure: this.#outOfReach() } : exit,
      ),
      kill: () => running.kill(),
    };
  }

  /** Whoever opened `host` closes it. */
  async close(): Promise<void> {}

  #outOfReach(): StrongroomError {
    return new StrongroomError(
      'CONTAINER_WITHOUT_VOLUME',
      `The container ${this.container} on ${this.host.name} is stopped, and ${this.directory} lies in none of its volumes`,
    );
  }
}
