import { commandFailure, explainPlace } from './exit-failures';
import { ENGLISH } from './lifeline';
import { runCommand } from './run-command';
import type { Shell, ShellCommand, ShellProcess, StartOptions } from './shell';

/** Every program of a job carries it in its environment, where the next attempt finds it. */
const JOB_VARIABLE = 'STRONGROOM_JOB';

/**
 * Asks the processes to end, again and again for two seconds, then kills them; prints how many there were. Needs
 * nothing but /proc: containers have no \`ps\`. A process that only waits for its parent has no environment any more.
 * Whoever has children is killed after them, and sees their end: PostgreSQL as process 1 must not (see WAITS_FOR_CHILDREN).
 */
const KILL_STRAYS = `${ENGLISH}
entry=$1
strays() {
  grep -l "${JOB_VARIABLE}=" /proc/[0-9]*/environ 2>/dev/null | while IFS=/ read -r root proc pid rest; do
    { tr '\\000' '\\n' <"/proc/$pid/environ" | grep -qxF -- "$entry"; } 2>/dev/null && echo "$pid"
  done
}
parents() { for pid in $1; do sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status"; done 2>/dev/null; }
seen=' ' count=0 turn=0
while [ "$turn" -lt 20 ]; do
  pids=$(strays)
  if [ -z "$pids" ]; then break; fi
  signal=TERM
  if [ "$turn" -ge 10 ]; then
    signal=KILL
    others=" $(parents "$pids" | tr '\\n' ' ') "
    pids=$(for pid in $pids; do case $others in *" $pid "*) ;; *) echo "$pid" ;; esac; done)
  fi
  for pid in $pids; do
    case $seen in
      *" $pid "*) ;;
      *) seen="$seen$pid " count=$((count + 1)) ;;
    esac
    kill -s "$signal" "$pid" 2>/dev/null
  done
  turn=$((turn + 1))
  sleep 0.2 2>/dev/null || sleep 1
done
echo "$count"`;

/** The same shell, with the mark of a job on everything that it starts. */
export function taggedShell(shell: Shell, jobTag: string): Shell {
  return new TaggedShell(shell, jobTag);
}

class TaggedShell implements Shell {
  readonly name: string;

  constructor(
    private readonly shell: Shell,
    private readonly jobTag: string,
  ) {
    this.name = shell.name;
  }

  start(command: ShellCommand, options?: StartOptions): Promise<ShellProcess> {
    return this.shell.start({ ...command, env: { ...command.env, [JOB_VARIABLE]: this.jobTag } }, options);
  }

  close(): Promise<void> {
    return this.shell.close();
  }
}

/** Kills what carries the mark, where this shell looks; the shell itself must not be a tagged one. */
export async function killStrays(shell: Shell, jobTag: string): Promise<number> {
  const result = await runCommand(shell, { script: KILL_STRAYS, args: [`${JOB_VARIABLE}=${jobTag}`] });
  if (result.code === 0) return Number(result.stdout);
  throw explainPlace(result, shell.name) ?? commandFailure(result, `The search for stray processes in ${shell.name}`);
}
