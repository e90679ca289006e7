import { StringDecoder } from 'node:string_decoder';
import { StrongroomError } from '@app/core';
import { openCommandSink } from './command-sink';
import { commandFailure, exitDetails, explainPlace, howEnded, lastLine, wasKilled } from './exit-failures';
import { ENGLISH } from './lifeline';
import { runCommand } from './run-command';
import type { CommandResult, ExitStatus, Shell, StartOptions } from './shell';
import type { SinkStream, SourceStream } from './streams';
import { openSummedSource } from './summed-source';

/** Exit codes of the scripts below; tools of the system use none of them. */
const ABSENT = 70;
const EXISTS = 73;

const EXISTENCE = `
if [ -d "$1/$2" ]; then exit 0; fi
exit ${ABSENT}`;

/** Counts in one pass, and ends as \`find\` did. */
const SUMMARY = `${ENGLISH}
if [ ! -d "$1/$2" ]; then exit ${ABSENT}; fi
exec 3>&1
status=$({ { find "$1/$2" -type f -print0; echo "$?" >&4; } | tr -cd '\\000' | wc -c >&3; } 4>&1)
exit "$status"`;

/** \`mkdir\` is what refuses an existing directory; afterwards everything belongs to whom its siblings belong. */
const EXTRACT = `${ENGLISH}
root=$1 name=$2 sibling=$3
mkdir -p -- "$root" || exit
if [ -e "$root/$name" ] || [ -L "$root/$name" ]; then exit ${EXISTS}; fi
mkdir -- "$root/$name" || exit
tar -x -p -o -f - -C "$root/$name" --strip-components=1 || exit
if [ "$(id -u)" = 0 ]; then
  like=$root/$sibling
  if [ ! -d "$like" ]; then like=$root; fi
  chown -R "$(stat -c %u:%g -- "$like")" -- "$root/$name" || exit
fi`;

/**
 * One step of the kernel, so that a crash leaves the old name or the new one. \`mv\` puts a directory into another that has
 * appeared under the new name since it was looked for; then it is fetched back. Not every \`mv\` can be told not to.
 */
const RENAME = `${ENGLISH}
inode() { ls -di -- "$1" | { read -r number rest; echo "$number"; }; }
if [ ! -d "$1/$2" ]; then exit ${ABSENT}; fi
if [ -e "$1/$3" ] || [ -L "$1/$3" ]; then exit ${EXISTS}; fi
number=$(inode "$1/$2")
if [ -z "$number" ]; then exit 1; fi
mv -- "$1/$2" "$1/$3" || exit
if [ "$(inode "$1/$3/$2" 2>/dev/null)" = "$number" ]; then
  mv -- "$1/$3/$2" "$1/$2" || exit
  exit ${EXISTS}
fi`;

const REMOVE = `${ENGLISH}
rm -rf -- "$1/$2"`;

/** One line for each name: whether there is such a directory. */
const AMONG = `${ENGLISH}
root=$1
shift
for name; do
  if [ -d "$root/$name" ]; then echo yes; else echo no; fi
done`;

/** \`df\` of the root, or of what is above it; then the kilobytes of one filestore, or \`-\` without it or after "$3" seconds. */
const MEASURE = `${ENGLISH}
root=$1
while [ ! -d "$root" ]; do root=$(dirname -- "$root"); done
df -P -k -- "$root" 2>/dev/null | tail -n 1
if [ "$3" = 0 ] || [ ! -d "$1/$2" ]; then echo -; exit 0; fi
within=$(command -v timeout)
kilobytes=$(\${within:+"$within" "$3"} du -sk -- "$1/$2" 2>/dev/null)
set -- \${kilobytes:--}
echo "$1"`;

/** What GNU tar says of a filestore that is in use; its exit code is 1 then. */
const LIVE_FILE =
  /: (?:file changed as we read it|File removed before we read it|File shrank by [0-9]+ bytes; padding with zeros)/i;

/** Of more files only the number is told: when Odoo clears up meanwhile, thousands vanish, more than a manifest has room for. */
const MOST_CHANGES = 20;

/** What tar complains of while it reads, as long as that is no more than the life of a filestore. */
class LiveChanges {
  readonly #lines: string[] = [];
  #count = 0;
  #others = 0;

  take(line: string): void {
    if (!LIVE_FILE.test(line)) this.#others += 1;
    else if (this.#count++ < MOST_CHANGES) this.#lines.push(line);
  }

  get areAll(): boolean {
    return this.#count > 0 && this.#others === 0;
  }

  get told(): string[] {
    const more = this.#count - this.#lines.length;
    return more === 0 ? this.#lines : [...this.#lines, `tar: ${more} more files changed or were removed`];
  }
}

/** The filestore directories of an environment, one for each database, below a root that nothing here leaves. */
export class Filestore {
  constructor(
    private readonly shell: Shell,
    private readonly root: string,
    /** Reaches the same directories while the container of `shell` is stopped. */
    private readonly whenStopped?: Shell,
  ) {
    if (!root.startsWith('/') || /^\/+$/.test(root) || root.includes('\0'))
      throw new StrongroomError(
        'ENVIRONMENT_MISCONFIGURED',
        `The filestore root must be an absolute directory, not "${root}"`,
      );
  }

  /** Looks at nothing but the directory itself. */
  async exists(name: string): Promise<boolean> {
    const result = await this.#runAnyway(EXISTENCE, [directoryName(name)]);
    if (result.code !== 0 && result.code !== ABSENT) throw this.#readFailure(result, 'sh');
    return result.code === 0;
  }

  /** Counts every file. */
  async summary(name: string): Promise<{ exists: boolean; files: number }> {
    const result = await this.#run(SUMMARY, [directoryName(name)]);
    if (result.code === ABSENT) return { exists: false, files: 0 };
    if (result.code !== 0) throw this.#readFailure(result, 'find');
    return { exists: true, files: Number(result.stdout) };
  }

  /** The paths below it, in no order. Holds one of them at a time; ends with an error unless all were told. */
  async *files(name: string): AsyncGenerator<string, void> {
    const directory = `${this.root}/${directoryName(name)}/`;
    const { stream } = await openSummedSource(this.shell, {
      argv: ['find', directory, '-type', 'f', '-print0'],
      explain: (exit) => (exit.code === 0 ? undefined : this.#readFailure(exit, 'find')),
    });
    const decoder = new StringDecoder('utf8');
    let partial = '';
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const paths = (partial + decoder.write(chunk)).split('\0');
      partial = paths.pop() ?? '';
      for (const path of paths) yield path.slice(directory.length);
    }
  }

  /** A plain tar with entries "{name}/…", permissions and times. */
  async archive(name: string): Promise<SourceStream> {
    const changes = new LiveChanges();
    return openSummedSource(this.shell, {
      // Larger writes: a third less work for tar, and fewer packets on every hop. Only GNU tar reads it.
      env: { TAR_OPTIONS: '--blocking-factor=128' },
      argv: ['tar', '-c', '-f', '-', '-C', this.root, '--', directoryName(name)],
      onErrorLine: (line) => changes.take(line),
      explain: (exit, warnings) => {
        if (exit.code === 0) return undefined;
        if (exit.code !== 1 || !changes.areAll) return this.#readFailure(exit, 'tar');
        warnings.push(...changes.told);
        return undefined;
      },
    });
  }

  /** Unpacks a scanned, safe tar into a fresh directory; the first component of every name is dropped. */
  async extract(name: string, sibling: string, options: StartOptions = {}): Promise<SinkStream> {
    const args = [this.root, directoryName(name), directoryName(sibling)];
    const explain = (exit: ExitStatus) => (exit.code === 0 ? undefined : this.#writeFailure(exit, name));
    return openCommandSink(this.shell, { script: EXTRACT, args }, explain, options);
  }

  /** Which of these filestores there are. */
  async among(names: readonly string[]): Promise<Set<string>> {
    const result = await this.#runAnyway(AMONG, names.map(directoryName));
    if (result.code !== 0) throw this.#readFailure(result, 'sh');
    const lines = result.stdout.split('\n');
    return new Set(names.filter((_, place) => lines[place] === 'yes'));
  }

  /** The last line of `df` for the root; bytes on disk of one filestore, undefined where there is none or time was too short. */
  async measure(name: string, patienceMs: number): Promise<{ df: string; bytes: number | undefined }> {
    const seconds = String(Math.ceil(patienceMs / 1000));
    const result = await this.#runAnyway(MEASURE, [directoryName(name), seconds]);
    if (result.code !== 0) throw this.#readFailure(result, 'df');
    const [df = '', kilobytes = '-'] = result.stdout.split('\n');
    return { df, bytes: kilobytes === '-' ? undefined : Number(kilobytes) * 1024 };
  }

  async rename(from: string, to: string): Promise<void> {
    const result = await this.#runAnyway(RENAME, [directoryName(from), directoryName(to)]);
    if (result.code === ABSENT)
      throw new StrongroomError('FILESTORE_WRITE_FAILED', `There is no filestore ${this.#path(from)} to be renamed`);
    if (result.code !== 0) throw this.#writeFailure(result, to);
  }

  /** Idempotent. */
  async remove(name: string): Promise<void> {
    const result = await this.#runAnyway(REMOVE, [directoryName(name)]);
    if (result.code !== 0) throw this.#writeFailure(result, name);
  }

  #run(script: string, names: string[]): Promise<CommandResult> {
    return runCommand(this.shell, { script, args: [this.root, ...names] });
  }

  /** Short work that is done while the container is stopped, too. */
  async #runAnyway(script: string, names: string[]): Promise<CommandResult> {
    const result = await this.#run(script, names);
    if (result.code === 0 || !this.whenStopped) return result;
    if (explainPlace(result, this.shell.name)?.code !== 'CONTAINER_DOWN') return result;
    return runCommand(this.whenStopped, { script, args: [this.root, ...names] });
  }

  #path(name: string): string {
    return `${this.root}/${name} in ${this.shell.name}`;
  }

  #readFailure(exit: ExitStatus, tool: string): StrongroomError {
    const failure = explainPlace(exit, this.shell.name);
    if (failure) return failure;
    if (wasKilled(exit)) return commandFailure(exit, `${tool} in ${this.shell.name}`);
    return new StrongroomError(
      'FILESTORE_READ_FAILED',
      `${tool} in ${this.shell.name} ended with ${howEnded(exit)}: ${lastLine(exit.stderr)}`,
      { details: exitDetails(exit) },
    );
  }

  #writeFailure(exit: ExitStatus, name: string): StrongroomError {
    if (exit.code === EXISTS)
      return new StrongroomError('FILESTORE_EXISTS', `The filestore ${this.#path(name)} exists already`, {
        details: { directory: `${this.root}/${name}` },
      });
    const failure = explainPlace(exit, this.shell.name);
    if (failure) return failure;
    return new StrongroomError(
      'FILESTORE_WRITE_FAILED',
      `The filestore ${this.#path(name)} could not be written: ${lastLine(exit.stderr)}`,
      { details: exitDetails(exit) },
    );
  }
}

/** A database name as the name of one directory. */
function directoryName(name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name))
    throw new StrongroomError(
      'ENVIRONMENT_MISCONFIGURED',
      `${JSON.stringify(name)} cannot be the name of a filestore directory`,
    );
  return name;
}
