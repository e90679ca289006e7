/** The container of an environment's Odoo, as a whole: whoever else it serves is stopped with it. */
import { StrongroomError } from '@app/core';
import { commandFailure, explainPlace } from './exit-failures';
import { ENGLISH } from './lifeline';
import { runCommand } from './run-command';
import type { Shell } from './shell';

export type WorkloadState = 'running' | 'stopped' | 'absent';

/** How long a program may take to end by itself, unless the connection says otherwise. */
export const STOP_GRACE_MS = 30_000;

const STATE = `${ENGLISH}
exec docker inspect --type container -f '{{.State.Running}} {{.State.Restarting}}' -- "$1"`;
/** Ends when the container has stopped. */
const STOP = `${ENGLISH}
exec docker stop -t "$2" -- "$1"`;
const MOUNTS = `${ENGLISH}
exec docker inspect --type container -f '{{range .Mounts}}{{println .Destination}}{{end}}' -- "$1"`;
const START = `${ENGLISH}
exec docker start -- "$1"`;

export class Workload {
  constructor(
    private readonly host: Shell,
    /** undefined: what runs there is not known. */
    private readonly container: string | undefined,
    private readonly graceMs: number,
  ) {}

  async state(): Promise<WorkloadState> {
    try {
      return (await this.#docker(STATE)).startsWith('false false') ? 'stopped' : 'running';
    } catch (error) {
      if (error instanceof StrongroomError && error.code === 'CONTAINER_NOT_FOUND') return 'absent';
      throw error;
    }
  }

  /** Whether what lies below that directory can be reached while the container is stopped. */
  async keeps(directory: string): Promise<boolean> {
    const volumes = (await this.#docker(MOUNTS)).split('\n').filter((volume) => volume !== '');
    return volumes.some((volume) => `${directory}/`.startsWith(`${volume}/`));
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    await this.#docker(STOP, this.#graceSeconds);
    if ((await this.state()) === 'running')
      throw new StrongroomError(
        'WORKLOAD_NOT_STOPPED',
        `The container ${this.container} runs again after it was stopped`,
      );
  }

  /** Idempotent. Does not wait until Odoo answers. */
  async start(): Promise<void> {
    await this.#docker(START);
  }

  get #graceSeconds(): string {
    return String(Math.ceil(this.graceMs / 1000));
  }

  async #docker(script: string, ...args: string[]): Promise<string> {
    if (this.container === undefined)
      throw new StrongroomError('WORKLOAD_UNKNOWN', `What runs Odoo on ${this.host.name} is not known`);
    const result = await runCommand(this.host, { script, args: [this.container, ...args] });
    if (result.code === 0) return result.stdout;
    const place = `container ${this.container} on ${this.host.name}`;
    throw explainPlace(result, place) ?? commandFailure(result, `docker for the ${place}`);
  }
}
