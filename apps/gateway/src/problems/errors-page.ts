/** The page that the `type` of a problem document leads to. It needs no token: it tells of no installation. */
import type { INestApplication } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ERRORS } from '@app/core';
import { anchorOf, ERRORS_PATH } from './problem';

const MAX_AGE_S = 300;
const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}' +
  'h2{font:600 1rem/1.5 ui-monospace,monospace;margin:2rem 0 0}p{margin:.2rem 0}small{color:#666}:target{background:#ff9}';

export function serveErrorsPage(app: INestApplication): void {
  const page = errorsPage();
  app.getHttpAdapter().get(ERRORS_PATH, (_request: Request, response: Response) =>
    response
      .set({
        'Cache-Control': `public, max-age=${MAX_AGE_S}`,
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      })
      .type('html')
      .send(page),
  );
}

export function errorsPage(): string {
  const entries = Object.entries(ERRORS).map(
    ([code, { kind, status, title, remedy }]) =>
      `<h2 id="${anchorOf(code)}">${code} <small>${status}, ${kind}</small></h2>\n<p><b>${html(title)}.</b> ${html(remedy)}</p>`,
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Strongroom: errors</title>',
    `<style>${STYLE}</style></head><body><h1>Errors</h1>`,
    '<p>The kind says who must act: <i>operator</i> somebody mends something first, <i>transient</i> it is tried again by itself,',
    '<i>bug</i> report it, <i>cancelled</i> nobody.</p>',
    ...entries,
    '</body></html>',
  ].join('\n');
}

/** The table is written in Markdown. */
function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
