import { randomBytes } from 'node:crypto';
import { ErrorOutput } from './error-output';
import { WAITS_FOR_CHILDREN } from './lifeline';
import { LARGEST_OUTPUT_BYTES, printedTooMuch, runAlone } from './run-command';
import type { CommandResult, Shell, ShellCommand, ShellProcess, StartOptions } from './shell';
import { bootstrapInput, encodeLine, TAKE } from './ssh-bootstrap';

/**
 * Reads one command after the other as BOOTSTRAP does, with its input as one more line, and runs each in a shell and an environment
 * of its own. The mark, which nobody else knows, stands before each output and behind it, there with the exit status.
 */
const HELD = `
${WAITS_FOR_CHILDREN}
${TAKE}
IFS= read -r mark || exit
while IFS=" " read -r entries words; do
  (
    ${WAITS_FOR_CHILDREN}
    while [ "$entries" -gt 0 ]; do take; export "$value"; entries=$((entries-1)); done
    take; script=$value; set --
    while [ "$words" -gt 0 ]; do take; set -- "$@" "$value"; words=$((words-1)); done
    take; input=$value
    echo "$mark"
    printf %s "$input" 2>/dev/null | { unset entries words line value input mark; exec sh -c "$script" strongroom "$@"; }
  )
  status=$?
  printf '\\n%s %s\\n' "$mark" "$status"
  printf '\\n%s\\n' "$mark" >&2
done`;

const MARK_BYTES = 16;
const BEGIN_LENGTH = 2 * MARK_BYTES + 1;
/** Of what stands behind an output, at most: a status has three digits. */
const END_LENGTH = 2 * MARK_BYTES + 6;

/** The shell reads its input byte by byte: a command with more of it is started by itself. */
const LARGEST_INPUT_BYTES = 64 * 1024;

/**
 * The same place, with one shell that stays for short commands: starting a program in a container costs its engine four processes, asking a
 * shell that is there costs none. It is opened at the first command, and anew when it has ended; it ends with its input, as with the
 * connection. A command that it had not begun when it ended is asked for again.
 */
export function heldShell(shell: Shell): Shell {
  return new HeldShell(shell);
}

class HeldShell implements Shell {
  readonly name: string;
  #open: OpenShell | undefined;
  #busy = false;

  constructor(private readonly shell: Shell) {
    this.name = shell.name;
  }

  start(command: ShellCommand, options?: StartOptions): Promise<ShellProcess> {
    return this.shell.start(command, options);
  }

  /** One at a time: what is asked meanwhile is started by itself. */
  async run(command: ShellCommand, input: string): Promise<CommandResult> {
    if (this.#busy || input.length > LARGEST_INPUT_BYTES) return runAlone(this.shell, command, input);
    this.#busy = true;
    try {
      const { begun, result } = (await this.#open?.run(command, input)) ?? {};
      if (result && begun) return result;
      this.#open = await OpenShell.open(this.shell);
      return (await this.#open.run(command, input)).result;
    } finally {
      this.#busy = false;
    }
  }

  close(): Promise<void> {
    return this.shell.close();
  }
}

interface Answer {
  /** Whether the shell has got so far; otherwise the result is how the shell has ended. */
  begun: boolean;
  result: CommandResult;
}

class OpenShell {
  readonly #mark = randomBytes(MARK_BYTES).toString('hex');
  readonly #ending = new RegExp(`\\n${this.#mark} ([0-9]+)\\n$`);
  #running!: ShellProcess;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** The end of the output so far. */
  #tail = '';
  #errors = new ErrorOutput();
  #errorsEnded = false;
  #onEnd = (_code: number) => {};

  private constructor(private readonly shell: Shell) {}

  /** @throws what `shell.start` throws */
  static async open(shell: Shell): Promise<OpenShell> {
    const opened = new OpenShell(shell);
    opened.#running = await shell.start({ script: HELD }, { onErrorLine: (line) => opened.#hearError(line) });
    opened.#running.stdout.on('data', (chunk: Buffer) => opened.#hear(chunk));
    opened.#running.stdin.write(`${opened.#mark}\n`);
    return opened;
  }

  /** Two at a time would be heard as one. */
  async run(command: ShellCommand, input: string): Promise<Answer> {
    const { stdin, exit } = this.#running;
    const code = new Promise<number>((resolve) => (this.#onEnd = resolve));
    stdin.write(`${bootstrapInput(command)}${encodeLine(input)}\n`);
    const end = await Promise.race([code, exit]);
    const output = Buffer.concat(this.#chunks);
    const stderr = this.#errors.end();
    const bytes = this.#bytes;
    const begun = bytes > 0;
    const ending = this.#ending.exec(this.#tail)?.[0].length ?? 0;
    const stdout = output.toString('utf8', Math.min(BEGIN_LENGTH, output.length), output.length - ending);
    [this.#chunks, this.#bytes, this.#tail] = [[], 0, ''];
    [this.#errors, this.#errorsEnded] = [new ErrorOutput(), false];
    if (output.length < bytes) throw printedTooMuch(this.shell);
    if (typeof end !== 'number') return { begun, result: { ...end, stderr, stdout } };
    return { begun, result: { code: end, signal: null, stderr, notes: [], stdout } };
  }

  #hear(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#tail = (this.#tail + chunk.toString('latin1', Math.max(0, chunk.length - END_LENGTH))).slice(-END_LENGTH);
    if (this.#bytes <= LARGEST_OUTPUT_BYTES) this.#chunks.push(chunk);
    else this.#running.kill();
    this.#look();
  }

  #hearError(line: string): void {
    if (line === this.#mark) this.#errorsEnded = true;
    else this.#errors.add(Buffer.from(`${line}\n`));
    this.#look();
  }

  #look(): void {
    const code = this.#ending.exec(this.#tail)?.[1];
    if (code !== undefined && this.#errorsEnded) this.#onEnd(Number(code));
  }
}
