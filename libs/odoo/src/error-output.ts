import { StringDecoder } from 'node:string_decoder';

/** Begins every line of an error output that is a report of our own scripts, not a message of a tool. */
export const NOTE_MARK = '@strongroom@ ';

const TAIL_BYTES = 8 * 1024;
const LONGEST_LINE = 64 * 1024;

/** Takes an error output apart: reports become notes, of everything else the end is kept. Empty lines are dropped. */
export class ErrorOutput {
  readonly notes: string[] = [];
  #decoder = new StringDecoder('utf8');
  #partial = '';
  #tail = '';

  constructor(private readonly onLine?: (line: string) => void) {}

  add(chunk: Buffer): void {
    const lines = (this.#partial + this.#decoder.write(chunk)).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
    if (this.#partial.length > LONGEST_LINE) this.#flush();
  }

  /** The kept end, once nothing more comes. */
  end(): string {
    this.#partial += this.#decoder.end();
    this.#flush();
    return this.#tail.trimEnd();
  }

  #flush(): void {
    const rest = this.#partial;
    this.#partial = '';
    if (rest !== '') this.#take(rest);
  }

  #take(line: string): void {
    if (line === '') return;
    if (line.startsWith(NOTE_MARK)) {
      this.notes.push(line.slice(NOTE_MARK.length));
      return;
    }
    this.#tail = `${this.#tail}${line}\n`.slice(-TAIL_BYTES);
    this.onLine?.(line);
  }
}
