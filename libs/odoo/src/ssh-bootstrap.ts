import { StrongroomError } from '@app/core';
import type { ShellCommand } from './shell';

/** Defines `take`, which reads one entry of `bootstrapInput` into `$value`. */
export const TAKE =
  'take() { IFS= read -r line || exit 253; value=${line#?}; case $line in b*) value=$(printf %b. "$value"); value=${value%.};; esac; }';

/**
 * How a command with arbitrary bytes gets through SSH, whose protocol knows only one string that the login shell of
 * the user parses. That string is always this constant, which every login shell takes as it stands: one line, no
 * quote inside, no backslash, no `!`. It reads the real command from its input, one line an entry: first the two
 * counts, then environment entries, the script, its arguments; behind a `b` with every unprintable byte and the backslash as octal
 * escapes of printf's %b, behind an `a` as it is, which saves a process. `read` takes single bytes from a pipe, so what
 * follows is still there for the script.
 */
export const BOOTSTRAP =
  "exec sh -c '" +
  [
    TAKE,
    'IFS=" " read -r entries words || exit 253',
    'while [ "$entries" -gt 0 ]; do take; export "$value"; entries=$((entries-1)); done',
    'take; script=$value; set --',
    'while [ "$words" -gt 0 ]; do take; set -- "$@" "$value"; words=$((words-1)); done',
    'unset entries words line value',
    'exec sh -c "$script" strongroom "$@"',
  ].join('; ') +
  "'";

/** What BOOTSTRAP reads before the script begins. */
export function bootstrapInput({ script, args = [], env = {} }: ShellCommand): string {
  const entries = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const lines = [`${entries.length} ${args.length}`, ...[...entries, script, ...args].map(encodeLine)];
  return `${lines.join('\n')}\n`;
}

/** A text as one line, for `take`. */
export function encodeLine(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `a${text}`;
  if (text.includes('\0')) throw new StrongroomError('COMMAND_FAILED', 'A name must not contain a NUL byte');
  return `b${Buffer.from(text)
    .toString('latin1')
    .replace(/[^\x20-\x5b\x5d-\x7e]/g, octal)}`;
}

const octal = (byte: string) => `\\0${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
