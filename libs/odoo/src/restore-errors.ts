import { LATER_PARAMETERS } from './postgres-versions';

/**
 * pg_restore goes on after an error and counts it. Here each is judged: harmless ones become warnings with the
 * reason, anything else is fatal, and so is a count that does not agree with what was seen.
 */
interface HarmlessError {
  /** What pg_restore was working at, as its table of contents calls it. */
  entry?: RegExp;
  message: RegExp;
  reason: string;
}

const HARMLESS: readonly HarmlessError[] = [
  {
    entry: /\bCOMMENT - EXTENSION |\bCOMMENT EXTENSION /,
    message: /must be owner of extension|extension ".*" does not exist/,
    reason: 'only the comment of an extension is not restored',
  },
  {
    entry: /\bEXTENSION /,
    message:
      /permission denied to create extension|extension ".*" is not available|could not open extension control file/,
    reason: 'the extension is not there; were anything to need it, that would fail by itself',
  },
  {
    entry: /\bSCHEMA (?:- )?public\b/,
    message: /schema "public" already exists/,
    reason: 'every database has that schema',
  },
  {
    message: new RegExp(`unrecognized configuration parameter "(?:${LATER_PARAMETERS.join('|')})"`),
    reason: 'a newer pg_restore sets a limit that this server does not know',
  },
];

export class RestoreErrors {
  readonly warnings: string[] = [];
  fatal: string | undefined;
  #entry = '';
  #seen = 0;
  #reported = 0;

  /** Takes one line of pg_restore's error output. @returns whether it is fatal */
  take(line: string): boolean {
    const entry = /^pg_restore: from TOC entry (.*)$/.exec(line)?.[1];
    if (entry !== undefined) this.#entry = entry;
    const ignored = /^pg_restore: warning: errors ignored on restore: ([0-9]+)/.exec(line)?.[1];
    if (ignored !== undefined) this.#reported = Number(ignored);
    const message = /^pg_restore: error: (.*)$/.exec(line)?.[1];
    if (message === undefined) return false;
    const harmless = HARMLESS.find((known) => (known.entry?.test(this.#entry) ?? true) && known.message.test(message));
    if (!harmless) {
      this.fatal ??= this.#entry === '' ? message : `${message} (entry ${this.#entry})`;
      return true;
    }
    this.#seen += 1;
    this.warnings.push(`${message}: ${harmless.reason}`);
    return false;
  }

  /** Whether exit code 1 means no more than the warnings. */
  get onlyHarmless(): boolean {
    return this.fatal === undefined && this.#seen > 0 && this.#seen === this.#reported;
  }
}
