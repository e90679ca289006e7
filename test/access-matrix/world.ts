/** One gateway with two organizations, and everybody who walks. An executor that says yes to every test of a storage is played. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ForeignListOf, StorageProbe } from '@app/contracts';
import { playNotifier } from '../../apps/gateway/testing/played-notifier';
import { PlayedScheduler } from '../../apps/gateway/testing/played-scheduler';
import { answerPlans } from '../../apps/gateway/testing/sample-plan';
import { answerRetention } from '../../apps/gateway/testing/sample-retention';
import { TestGateway } from '../../apps/gateway/testing/test-gateway';
import { HttpIssuers } from './issuer';
import { type Caller, makeCallers } from './callers';
import { type Ids, makePlace, nowhere } from './places';
import type { Ask } from './walked-route';

export interface Answered {
  status: number;
  /** Of those headers that the gateway itself decides. */
  headers: Record<string, string>;
  text: string;
}

/** Differ from request to request. */
const OF_THE_MOMENT = new Set(['date', 'keep-alive', 'connection', 'etag', 'x-request-id', 'traceparent']);

export class World {
  readonly nowhere = nowhere();
  private names = 0;

  private constructor(
    readonly gateway: TestGateway,
    readonly here: Ids,
    readonly there: Ids,
    readonly callers: readonly Caller[],
    /** Where objects of backups lie that somebody may download. */
    readonly folder: string,
    readonly issuers: HttpIssuers,
    readonly scheduler: PlayedScheduler,
  ) {}

  static async make(): Promise<World> {
    const gateway = await TestGateway.start({ OIDC_ALLOW_HTTP: 'true' });
    try {
      await playNotifier(gateway);
      const [here, there] = await Promise.all([makePlace(gateway), makePlace(gateway)]);
      const beside = { organization_id: here.organization, name: 'Beside', slug: 'beside', odoo_version: '18.0' };
      const { id: besideProject } = await gateway.make('/api/v1/projects', beside);
      gateway.infrastructure.nats.admin.subscribe(StorageProbe.subject, {
        callback: (_, message) => {
          message.respond(JSON.stringify({ answer: { ok: true, steps: [] } }));
        },
      });
      gateway.infrastructure.nats.admin.subscribe(ForeignListOf.subject, {
        callback: (_, message) => {
          message.respond(JSON.stringify({ answer: { finds: [], more: false } }));
        },
      });
      await answerPlans(gateway);
      const scheduler = await PlayedScheduler.start(gateway);
      await answerRetention(gateway);
      const callers = await makeCallers(gateway, { here, there, besideProject });
      const folder = await mkdtemp(join(tmpdir(), 'strongroom-walk-'));
      return new World(gateway, here, there, callers, folder, await HttpIssuers.start(), scheduler);
    } catch (error) {
      await gateway.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.issuers.stop();
    await this.gateway.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A name that nothing else has. */
  unique(): string {
    return `walk-${++this.names}`;
  }

  /** Sends `GET /api/v1/projects/:id` with what is asked; of an answer without end only its head is read. */
  async send(
    route: string,
    { path = {}, query = {}, body }: Ask,
    token: string | null,
    endless = false,
  ): Promise<Answered> {
    const [method, template] = route.split(' ') as [string, string];
    const filled = template.replace(/:(\w+)/g, (_, name: string) => {
      const value = path[name];
      if (value === undefined) throw new Error(`${route}: what is asked names no ${name}`);
      return encodeURIComponent(value);
    });
    const search = new URLSearchParams(query as Record<string, string>).toString();
    const stop = new AbortController();
    const response = await fetch(`${this.gateway.url}${filled}${search && `?${search}`}`, {
      method,
      signal: stop.signal,
      redirect: 'manual',
      headers: {
        // an idle connection may be closed by the gateway just when the next request takes it
        connection: 'close',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const headers = Object.fromEntries([...response.headers].filter(([name]) => !OF_THE_MOMENT.has(name)));
    const goesOn = endless && response.ok;
    const text = goesOn ? '' : await response.text();
    if (goesOn) stop.abort();
    return { status: response.status, headers, text };
  }

  /** How often each action of a user stands in the audit log. */
  async auditedBy(user: string | undefined): Promise<Record<string, number>> {
    const rows: { action: string; count: number }[] = await this.gateway.dataSource.query(
      'SELECT action, count(*)::integer AS count FROM audit_log WHERE actor_id = $1 GROUP BY action',
      [user ?? null],
    );
    return Object.fromEntries(rows.map(({ action, count }) => [action, count]));
  }
}

/** The same answer for two things has the same text, once their ids have the same names. */
export function withoutIds({ status, headers, text }: Answered, ids: Ids): Answered {
  const named = Object.entries(ids).reduce((sum, [name, id]) => sum.replaceAll(id, `<${name}>`), text);
  return { status, headers, text: named };
}
