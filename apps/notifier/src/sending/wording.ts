/** A notice as text for people. Whatever stands in it may come from anybody: names, messages of programs. */
import type { Letter } from './letter';

/** One line, without what steers terminals and headers. */
export function oneLine(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}

/** Says the organization, the environment and what became of it. */
export function subjectOf({ organizationName, title }: Letter): string {
  return oneLine(`[${organizationName}] ${title}`).slice(0, 250);
}

export function linkTo({ path }: Pick<Letter, 'path'>, publicUrl: string | undefined): string | null {
  return publicUrl === undefined ? null : `${publicUrl}/api/v1/${path}`;
}

/** @param link null: there is none */
export function plainText(letter: Letter, link: string | null): string {
  const facts = letter.facts.map(({ label, value }) => `${oneLine(label)}: ${oneLine(value)}`);
  const parts = [oneLine(letter.lead), facts.join('\n'), link ?? '', footOf(letter)];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The same with a headline, for rooms where many notices stand below each other. */
export function chatText(letter: Letter, link: string | null): string {
  return `${MARKS[letter.severity]} ${oneLine(letter.title)}\n\n${plainText(letter, link)}`;
}

const MARKS = { info: 'ℹ️', warning: '⚠️', error: '🛑' } as const;

export function htmlText(letter: Letter, link: string | null): string {
  const rows = letter.facts.map(
    ({ label, value }) =>
      `<tr><td style="padding:2px 16px 2px 0;color:#555;vertical-align:top">${escaped(label)}</td><td style="padding:2px 0">${escaped(value)}</td></tr>`,
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"></head>',
    '<body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#111;max-width:640px">',
    `<h1 style="font-size:18px;border-left:4px solid ${COLOURS[letter.severity]};padding-left:10px">${escaped(letter.title)}</h1>`,
    `<p>${escaped(letter.lead)}</p>`,
    ...(rows.length > 0 ? [`<table style="border-collapse:collapse">${rows.join('')}</table>`] : []),
    ...(link === null ? [] : [`<p><a href="${escaped(link)}">${escaped(link)}</a></p>`]),
    `<p style="color:#777;font-size:12px">${escaped(footOf(letter))}</p>`,
    '</body></html>',
  ].join('\n');
}

const COLOURS = { info: '#2563eb', warning: '#d97706', error: '#dc2626' } as const;

function footOf({ organizationName, kind, eventId }: Letter): string {
  return `Strongroom, for ${oneLine(organizationName)}: ${kind}, event ${eventId}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
