import { StrongroomError } from '@app/core';
import type { CommandResult, Shell, ShellCommand } from './shell';

/** More is no output of a short command. */
export const LARGEST_OUTPUT_BYTES = 8 * 1024 * 1024;

/** Runs a short command to its end. Does not judge its exit status. @throws what the shell could not see through */
export async function runCommand(shell: Shell, command: ShellCommand, input = ''): Promise<CommandResult> {
  const result = await (shell.run?.(command, input) ?? runAlone(shell, command, input));
  if (result.failure) throw result.failure;
  return result;
}

/** The same as a program of its own, and as it ended. */
export async function runAlone(shell: Shell, command: ShellCommand, input: string): Promise<CommandResult> {
  const running = await shell.start(command);
  const chunks: Buffer[] = [];
  let bytes = 0;
  running.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= LARGEST_OUTPUT_BYTES) chunks.push(chunk);
    else running.kill();
  });
  running.stdin.end(input);
  const exit = await running.exit;
  if (bytes > LARGEST_OUTPUT_BYTES) throw printedTooMuch(shell);
  return { ...exit, stdout: Buffer.concat(chunks).toString() };
}

export const printedTooMuch = (shell: Shell) =>
  new StrongroomError('COMMAND_FAILED', `A command in ${shell.name} printed too much`);
