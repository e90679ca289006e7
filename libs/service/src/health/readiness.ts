/** Whether this process can work: each part that it needs is asked, within a deadline, and at most once at a time. */
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DATABASE_SETTINGS, type DatabaseSettings } from '@app/database';
import { NatsLink } from '@app/messaging';
import { addSample, METRICS } from '@app/telemetry';
import { ServiceConfig } from '../service-config';
import { PostgresProbe } from './postgres-probe';

export interface ReadinessReport {
  /** `draining`: the process stops, and finishes what it works on. */
  status: 'ok' | 'unavailable' | 'draining';
  /** `ok`, or what is wrong with the part. */
  checks: Record<string, string>;
}

@Injectable()
export class Readiness implements OnModuleInit, OnApplicationShutdown {
  private readonly postgres: PostgresProbe;
  private draining = false;
  /** The last question; `answeredAtMs` is not known yet while it goes on. */
  private asked: { checks: Promise<Record<string, string>>; answeredAtMs?: number } | undefined;
  /** The broker gets one question at a time: a frozen one would get all of them in the end. */
  private natsAnswer: Promise<void> | undefined;
  private endSample: () => void = () => undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly config: ServiceConfig,
    @Inject(DATABASE_SETTINGS) { databaseUrl, serviceName }: DatabaseSettings,
  ) {
    this.postgres = new PostgresProbe(databaseUrl, serviceName);
  }

  onModuleInit(): void {
    this.endSample = addSample({
      name: 'dependencies',
      gauges: [METRICS.dependencyUp],
      read: async () => {
        const { checks } = await this.report();
        return () => {
          for (const [dependency, verdict] of Object.entries(checks))
            METRICS.dependencyUp.set({ dependency }, verdict === 'ok' ? 1 : 0);
        };
      },
    });
  }

  onApplicationShutdown(): void {
    this.endSample();
    this.postgres.close();
  }

  /** From now on the process is not ready, so that nobody sends it anything new while it finishes. */
  startDraining(): void {
    this.draining = true;
  }

  /** Answers within HEALTH_TIMEOUT_MS; an answer serves for HEALTH_CACHE_MS. */
  async report(): Promise<ReadinessReport> {
    const checks = await this.checks();
    if (this.draining) return { status: 'draining', checks };
    const ok = Object.values(checks).every((check) => check === 'ok');
    return { status: ok ? 'ok' : 'unavailable', checks };
  }

  private checks(): Promise<Record<string, string>> {
    const { answeredAtMs } = this.asked ?? {};
    const old = answeredAtMs !== undefined && performance.now() - answeredAtMs >= this.config.healthCacheMs;
    if (this.asked !== undefined && !old) return this.asked.checks;
    const asked: typeof this.asked = { checks: this.ask() };
    this.asked = asked;
    return asked.checks.finally(() => (asked.answeredAtMs = performance.now()));
  }

  private async ask(): Promise<Record<string, string>> {
    const [postgresql, nats] = await Promise.all([this.askPostgres(), this.askNats()]);
    return { postgresql, nats };
  }

  private async askPostgres(): Promise<string> {
    const limit = new AbortController();
    return this.verdict(this.postgres.ask(limit.signal), () => limit.abort(new Error('no answer in time')));
  }

  private async askNats(): Promise<string> {
    if (!this.link.connected) return 'not connected';
    this.natsAnswer ??= this.link.connection.flush().finally(() => (this.natsAnswer = undefined));
    return this.verdict(this.natsAnswer);
  }

  private async verdict(answer: Promise<void>, giveUp: () => void = () => undefined): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve('no answer'), this.config.healthTimeoutMs);
    });
    const given = answer.then(
      () => 'ok',
      () => 'does not answer',
    );
    const verdict = await Promise.race([given, late]);
    clearTimeout(timer);
    if (verdict === 'no answer') giveUp();
    return verdict;
  }
}
