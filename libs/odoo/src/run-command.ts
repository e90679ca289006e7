import { StrongroomError } from '@app/core';
import type { ExitStatus, Shell, ShellCommand } from './shell';

const LARGEST_OUTPUT_BYTES = 8 * 1024 * 1024;

export interface CommandResult extends ExitStatus {
  stdout: string;
}

/** Runs a short command to its end. Does not judge its exit status. @throws what the shell could not see through */
export async function runCommand(shell: Shell, command: ShellCommand, input = ''): Promise<CommandResult> {
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
  if (bytes > LARGEST_OUTPUT_BYTES)
    throw new StrongroomError('COMMAND_FAILED', `A command in ${shell.name} printed too much`);
  if (exit.failure) throw exit.failure;
  return { ...exit, stdout: Buffer.concat(chunks).toString() };
}
