import { LATER_PARAMETERS } from './postgres-versions';

/**
 * pg_restore goes on after an error and counts it. Here each is judged: harmless ones become warnings with the
 * reason, anything else is fatal, and so is a count that does not agree with what was seen.
 */
const SHOWN_CHARS = 200;

interface HarmlessError {
  /** What the server was asked. Since 15, pg_restore names its entry only where it is told to name everything. */
  command?: RegExp;
  message: RegExp;
  /** A superuser would have met no such error, unless something else is wrong. */
  notOfSuperusers?: true;
  reason: string;
}

const HARMLESS: readonly HarmlessError[] = [
  {
    command: /^COMMENT ON EXTENSION /,
    message: /must be owner of extension|extension ".*" does not exist/,
    reason: 'only the comment of an extension is not restored',
  },
  {
    command: /^CREATE EXTENSION /,
    message:
      /permission denied to create extension|extension ".*" is not available|could not open extension control file/,
    reason: 'the extension is not there; were anything to need it, that would fail by itself',
  },
  {
    command: /^CREATE SCHEMA public\b/,
    message: /schema "public" already exists/,
    reason: 'every database has that schema',
  },
  {
    command: /^CREATE INDEX /,
    message: /functions in index expression must be marked IMMUTABLE/,
    notOfSuperusers: true,
    reason:
      'Odoo works without the index, only slower; it needs ALTER FUNCTION public.unaccent(text) IMMUTABLE, which a superuser runs, and then to be created',
  },
  {
    message: new RegExp(`unrecognized configuration parameter "(?:${LATER_PARAMETERS.join('|')})"`),
    reason: 'a newer pg_restore sets a limit that this server does not know',
  },
];

export class RestoreErrors {
  readonly warnings: string[] = [];
  #fatal: string | undefined;
  /** An error whose command has not been heard yet: it follows, below what else the server has said. */
  #pending: string | undefined;
  #seen = 0;
  #reported = 0;

  /** @param isSuperuser whether the dump is loaded by one */
  constructor(private readonly isSuperuser: boolean) {}

  /** Takes one line of pg_restore's error output. */
  take(line: string): void {
    const command = /^Command was: (.*)$/.exec(line)?.[1];
    if (command !== undefined) return this.#settle(command);
    if (!line.startsWith('pg_restore: ')) return;
    this.#settle('');
    this.#pending = /^pg_restore: error: (.*)$/.exec(line)?.[1];
    const ignored = /^pg_restore: warning: errors ignored on restore: ([0-9]+)/.exec(line)?.[1];
    if (ignored !== undefined) this.#reported = Number(ignored);
  }

  /** The first error that is no warning, once all lines were taken. */
  get fatal(): string | undefined {
    this.#settle('');
    return this.#fatal;
  }

  /** Whether exit code 1 means no more than the warnings. */
  get onlyHarmless(): boolean {
    return this.fatal === undefined && this.#seen > 0 && this.#seen === this.#reported;
  }

  #settle(command: string): void {
    const message = this.#pending;
    if (message === undefined) return;
    this.#pending = undefined;
    const harmless = HARMLESS.find(
      (known) =>
        (known.command?.test(command) ?? true) &&
        known.message.test(message) &&
        !(known.notOfSuperusers && this.isSuperuser),
    );
    const told = command === '' ? message : `${message} (${command.slice(0, SHOWN_CHARS)})`;
    if (!harmless) {
      this.#fatal ??= told;
      return;
    }
    this.#seen += 1;
    this.warnings.push(`${told}: ${harmless.reason}`);
  }
}
