import { Agent } from 'node:http';
import { StorageProbe, STORAGE_PROBE_STEPS } from '@app/contracts';
import type { OpenAPIObject } from '@nestjs/swagger';
import { OneBackup } from '../../apps/gateway/testing/one-backup';
import { answerPlans } from '../../apps/gateway/testing/sample-plan';
import { makeDirectory, type TestGateway } from '../../apps/gateway/testing/test-gateway';
import { SeededRandom } from '../chaos/random';
import { type FuzzRequest, FuzzRequests } from './requests';
import { send } from './send';
import { Verdict } from './verdict';

export interface FuzzReport {
  sent: number;
  routes: number;
  /** How many answers had each status. */
  statuses: Record<string, number>;
  slowestMs: number;
  /** One line each: the request, and what is wrong with its answer. */
  faults: string[];
}

const AT_ONCE = 4;
/** What Node takes of address and headers. */
const MOST_HEAD_BYTES = 16 * 1024;
/** What there is to be found is there again after others have deleted it. */
const FRESH_EVERY = 150;

/** Sends that many requests to a gateway, each answer judged by the document that the gateway serves. */
export async function fuzz(
  gateway: TestGateway,
  { count, seed }: { count: number; seed: number },
): Promise<FuzzReport> {
  const { body } = await gateway.get('/api/docs-json');
  const document = body as OpenAPIObject;
  const requests = new FuzzRequests(document, new SeededRandom(seed), gateway.token);
  const verdict = new Verdict(document);
  const report: FuzzReport = { sent: 0, routes: requests.routeCount, statuses: {}, slowestMs: 0, faults: [] };
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  await answerQuestions(gateway);
  requests.ids.push(...(await freshIds(gateway)));

  async function work(): Promise<void> {
    while (report.sent < count) {
      if (++report.sent % FRESH_EVERY === 0) requests.ids.push(...(await freshIds(gateway)));
      const request = requests.next();
      const line = `${request.method} ${request.path.slice(0, 300)} ${request.body?.subarray(0, 500).toString() ?? ''}`;
      try {
        const answer = await send(gateway.url, request, agent);
        report.statuses[answer.status] = (report.statuses[answer.status] ?? 0) + 1;
        report.slowestMs = Math.max(report.slowestMs, answer.ms);
        const fault = verdict.fault(request, answer);
        if (fault !== undefined) report.faults.push(`${line}\n  → ${fault.slice(0, 1000)}`);
        requests.ids.push(...idsOf(answer.text));
      } catch (error) {
        // whoever still sends while it is refused may see the connection go before the answer
        if (headBytes(request) > MOST_HEAD_BYTES && (error as NodeJS.ErrnoException).code === 'ECONNRESET') continue;
        report.faults.push(`${line}\n  → ${String(error)}`);
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, () => work()));
  agent.destroy();
  return report;
}

/** An organization with everything in it, and a backup. */
async function freshIds(gateway: TestGateway): Promise<string[]> {
  const directory = await makeDirectory(gateway);
  const { created } = await OneBackup.request(gateway, directory);
  const things = [
    directory.organization,
    directory.project,
    directory.server,
    directory.environment,
    directory.storage,
  ];
  return [...things.map(({ id }) => id as string), created.id as string, created.task_id as string];
}

function headBytes({ path, headers }: FuzzRequest): number {
  return path.length + JSON.stringify(headers).length;
}

function idsOf(text: string): string[] {
  const { id } = text.startsWith('{') ? (JSON.parse(text) as { id?: unknown }) : {};
  return typeof id === 'string' ? [id] : [];
}

/** No executor runs: its answers are played. */
async function answerQuestions(gateway: TestGateway): Promise<void> {
  await answerPlans(gateway);
  const steps = STORAGE_PROBE_STEPS.map((step) => ({ step, ok: true }));
  gateway.infrastructure.nats.admin.subscribe(StorageProbe.subject, {
    callback: (_error, message) => void message.respond(JSON.stringify({ answer: { ok: true, steps } })),
  });
}
