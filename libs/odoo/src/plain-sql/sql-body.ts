/**
 * Whether a statement stands inside the body of an SQL function (`BEGIN ATOMIC … END`, PostgreSQL 14), where a semicolon
 * ends nothing. A quoted name is no word: what is a keyword of SQL is quoted where it is a name. Pure.
 */
const HEAD = /^create (?:or replace )?(?:function|procedure)\b/;
const HEAD_WORDS = 4;

export class SqlBody {
  private head: string[] = [];
  private last = '';
  /** Of BEGIN ATOMIC, and of each CASE within it: both end with END. */
  private open = 0;

  get isOpen(): boolean {
    return this.open > 0;
  }

  /** Takes each word and sign of the statement that is not quoted. */
  take(text: string): void {
    const word = text.toLowerCase();
    if (this.head.length < HEAD_WORDS) this.head.push(word);
    if (this.open > 0) this.open += word === 'case' ? 1 : word === 'end' ? -1 : 0;
    else if (word === 'atomic' && this.last === 'begin' && HEAD.test(this.head.join(' '))) this.open = 1;
    this.last = word;
  }

  /** The statement has ended. */
  reset(): void {
    [this.head, this.last, this.open] = [[], '', 0];
  }
}
