import { setTimeout as sleep } from 'node:timers/promises';
import { StrongroomError } from '@app/core';
import type { Server } from '../shell';
import { isSignedBy, readLoginPage } from './login-page';
import { WebPages } from './web-pages';

/**
 * `answered`: the log-in page of that database came, with its form and with what it loads.
 * `elsewhere`: Odoo answers, but under no name of ours with a page of that database.
 * `wrong`: Odoo answers with an error. `refused`: nobody answers. `stopped`: its container does not run.
 * `unchecked`: it is not known where to ask, or there is no way.
 */
export type WebOutcome = 'answered' | 'elsewhere' | 'wrong' | 'refused' | 'stopped' | 'unchecked';
export interface WebAnswer {
  outcome: WebOutcome;
  /** One sentence: what was seen. */
  detail: string;
}

export interface WebQuestion {
  database: string;
  /** Names under which Odoo may serve the database, the likeliest first. */
  hosts: readonly string[];
  /** The database's own, from `ir_config_parameter`; without it nobody can tell whose page it is. */
  secret?: string;
}

export interface WebPatience {
  /** From the first question to the last answer. An error of Odoo is asked about again until then. */
  timeoutMs: number;
  /** Odoo was started just now: a refusal is asked about again as well. */
  starting: boolean;
  signal?: AbortSignal;
}

const AGAIN_AFTER_MS = 500;
const MOST_REDIRECTS = 5;

/** Asks a running Odoo as a browser would: its health, the log-in page of a database, and every asset of that page. */
export async function checkWeb(
  server: Server,
  url: URL,
  question: WebQuestion,
  { timeoutMs, starting, signal }: WebPatience,
): Promise<WebAnswer> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
  let seen: WebAnswer | undefined;
  for (;;) {
    const answer = await askAll(server, url, question, either);
    signal?.throwIfAborted();
    // What was seen before tells more than that the time was up.
    if (!deadline.aborted || seen === undefined) seen = answer;
    const mayChange = seen.outcome === 'wrong' || (starting && seen.outcome === 'refused');
    if (!mayChange || deadline.aborted) return seen;
    await sleep(AGAIN_AFTER_MS, undefined, { signal: either }).catch(() => undefined);
  }
}

async function askAll(server: Server, url: URL, question: WebQuestion, signal: AbortSignal): Promise<WebAnswer> {
  let answer: WebAnswer | undefined;
  for (const host of new Set([...question.hosts, url.host])) {
    answer = await ask(new WebPages(server, url, host), question, signal).catch((error) => failure(error, url));
    if (answer.outcome !== 'elsewhere') return answer;
  }
  return answer!;
}

async function ask(pages: WebPages, { database, secret }: WebQuestion, signal: AbortSignal): Promise<WebAnswer> {
  // Odoo before 15 does not have it.
  const health = await pages.get('/web/health', signal);
  if (health.status !== 200 && health.status !== 404) return wrong('/web/health', health.status);
  let path = `/web/login?db=${encodeURIComponent(database)}`;
  let page = await pages.get(path, signal);
  for (let redirects = 0; isRedirect(page.status) && redirects < MOST_REDIRECTS; redirects++) {
    path = pathOf(page.headers.location ?? '/');
    if (path.startsWith('/web/database/')) return elsewhere(database, `it leads to ${path}`);
    page = await pages.get(path, signal);
  }
  if (page.status !== 200) return wrong(path, page.status);
  const { hasForm, assets, csrfToken } = readLoginPage(page.body);
  const session = pages.cookie('session_id');
  const signed = secret && csrfToken && session ? isSignedBy(csrfToken, session, secret) : undefined;
  if (signed === false) return elsewhere(database, 'the log-in page is that of another database');
  // Who logs in by other means may have taken the form away.
  if (!hasForm && !signed) return { outcome: 'wrong', detail: `${path} has no form to log in with` };
  for (const asset of assets) {
    const { status } = await pages.get(asset, signal);
    if (status !== 200) return wrong(asset, status);
  }
  return { outcome: 'answered', detail: `${path} and the ${assets.length} assets of the page` };
}

const isRedirect = (status: number) => status >= 300 && status < 400;
const wrong = (path: string, status: number): WebAnswer => ({ outcome: 'wrong', detail: `${path} answers ${status}` });
const elsewhere = (database: string, why: string): WebAnswer => ({
  outcome: 'elsewhere',
  detail: `Odoo does not serve ${JSON.stringify(database)} under a name that could be asked: ${why}`,
});

/** Where it leads is asked at the same address: a name that only users can resolve is no obstacle. */
function pathOf(location: string): string {
  const { pathname, search } = new URL(location, 'http://odoo');
  return pathname + search;
}

function failure(error: unknown, url: URL): WebAnswer {
  if (error instanceof StrongroomError && error.code === 'SSH_FORWARDING_REFUSED')
    return { outcome: 'unchecked', detail: error.message };
  if (error instanceof StrongroomError) throw error;
  const { name, message } = error as Error;
  const why = name === 'TimeoutError' || name === 'AbortError' ? 'it does not answer in time' : message;
  return { outcome: 'refused', detail: `${url.origin}: ${why}` };
}
