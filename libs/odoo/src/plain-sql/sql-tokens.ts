/** Where the tokens of SQL end, as far as cutting it into statements needs it. Texts have one character a byte. Pure. */

const BLANK = /[ \t\n\r\f\v]+/y;
const WORD = /[A-Za-z_\x80-\xff][\w$\x80-\xff]*|[0-9][\w.]*/y;
const ESCAPED_QUOTE = /[eE]'/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$/y;
const UNFINISHED_TAG = /\$[\w\x80-\xff]{0,64}$/y;

export interface Token {
  kind: 'blank' | 'comment' | 'quoted' | 'other';
  /** One after its last byte; undefined: it does not end in this text. */
  end: number | undefined;
}

/** The token that begins at `at`. Whether one that ends with the text would go on is for the caller to know. */
export function tokenAt(text: string, at: number): Token {
  const two = text.slice(at, at + 2);
  if (two === '--') return { kind: 'comment', end: behind(text.indexOf('\n', at), 1) };
  if (two === '/*') return { kind: 'comment', end: commentEnd(text, at) };
  if (matchEnd(ESCAPED_QUOTE, text, at)) return { kind: 'quoted', end: escapedEnd(text, at + 2) };
  const first = text[at]!;
  if (first === "'" || first === '"') return { kind: 'quoted', end: quoteEnd(text, at, first) };
  if (first === '$') return dollarQuoted(text, at);
  const blank = matchEnd(BLANK, text, at);
  if (blank !== undefined) return { kind: 'blank', end: blank };
  return { kind: 'other', end: matchEnd(WORD, text, at) ?? at + 1 };
}

/** Where the match of a sticky pattern ends. */
export function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

const behind = (index: number, length: number) => (index < 0 ? undefined : index + length);

/** A doubled quote stands for itself. */
function quoteEnd(text: string, at: number, quote: string): number | undefined {
  for (let next = text.indexOf(quote, at + 1); next >= 0; next = text.indexOf(quote, next + 2))
    if (text[next + 1] !== quote) return next + 1;
  return undefined;
}

function escapedEnd(text: string, from: number): number | undefined {
  const special = /['\\]/g;
  special.lastIndex = from;
  for (let match = special.exec(text); match; match = special.exec(text)) {
    if (match[0] === "'" && text[match.index + 1] !== "'") return match.index + 1;
    special.lastIndex = match.index + 2;
  }
  return undefined;
}

function dollarQuoted(text: string, at: number): Token {
  const contentStart = matchEnd(DOLLAR_TAG, text, at);
  if (contentStart === undefined)
    return { kind: 'other', end: matchEnd(UNFINISHED_TAG, text, at) === undefined ? at + 1 : text.length };
  const tag = text.slice(at, contentStart);
  return { kind: 'quoted', end: behind(text.indexOf(tag, contentStart), tag.length) };
}

function commentEnd(text: string, at: number): number | undefined {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = at;
  let depth = 0;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return match.index + 2;
  }
  return undefined;
}
