import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';

/** The stdout of a shell script that ends only when the script has exited with 0, and is destroyed otherwise. */
export function exitGated(script: string): Readable {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const gated = new Readable({
    read: () => child.stdout.resume(),
    destroy: (error, done) => {
      child.kill('SIGKILL');
      done(error);
    },
  });
  child.stdout.pause();
  child.stdout.on('data', (chunk) => gated.push(chunk) || child.stdout.pause());
  child.on('close', (code, signal) =>
    code === 0 ? gated.push(null) : gated.destroy(new Error(`exited with ${code ?? signal}`)),
  );
  return gated;
}
