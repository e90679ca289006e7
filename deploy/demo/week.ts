/**
 * `npm run demo -- --week`: a week of one policy, in which a day passes in ten seconds. The clock of scheduler, gateway and
 * retention runs fast; backups, drills and removals are real ones. What happens is told as it does, in the words of a diary.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock, clockOf } from '@app/core';
import { type EmbeddedStrongroom, startEmbedded } from '../embedded/start-embedded';
import { ApiClient } from './api-client';
import { makeDemoEnvironment } from './demo-environment';
import { type DirectoryIds, register } from './directory';
import { formatBytes, heading, printTable } from './terminal';
import { WeekDiary } from './week-diary';

const DAY_MS = 24 * 3_600_000;
const DAY_TAKES_MS = 10_000;
/** The last morning belongs to the week: retention works at three. */
const WEEK_MS = 7 * DAY_MS + DAY_MS / 4;
const LOOK_MS = 250;
/** Small, so that a backup takes seconds: they are hours here. */
const SIZE = { partners: 200, messages: 400, files: 20, fileBytes: 256 * 1024 };

const POLICY = {
  schedule_cron: '0 2 * * *',
  timezone: 'UTC',
  daily_retention: 3,
  weekly_retention: 2,
  monthly_retention: 0,
  yearly_retention: 0,
  drill_cron: '0 12 * * 3',
  alert_after_hours: null,
};

export async function demoOfWeek(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'strongroom-week-'));
  const setting = fastFrom(new Date());
  heading(
    `Starting PostgreSQL, NATS and the six services; from now on a day takes ${DAY_TAKES_MS / 1000} s, and a second of work some hours`,
  );
  const strongroom = await startEmbedded({ home, quiet: true, testMode: true, keepToken: true, env: hurried(setting) });
  const leave = () => strongroom.stop().finally(() => rm(home, { recursive: true, force: true }));
  const leaveOnSignal = (signal: NodeJS.Signals) =>
    void leave().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  process.once('SIGINT', leaveOnSignal).once('SIGTERM', leaveOnSignal);
  try {
    await live(strongroom, clockOf(setting));
  } finally {
    await leave();
  }
}

async function live(strongroom: EmbeddedStrongroom, clock: Clock): Promise<void> {
  const { home } = strongroom;
  const api = new ApiClient(strongroom.gatewayUrl, strongroom.adminToken);
  const environment = await makeDemoEnvironment(strongroom, join(home, 'demo'), SIZE);
  const ids = await register(api, environment.registration, { provider: 'local', path: join(home, 'storage') });
  heading(
    'A policy: a backup every night at two, kept for 3 days, one of each week for 2 weeks; on Wednesdays at noon a restore on trial (a drill)',
  );
  await api.post(`/api/v1/backups/environments/${ids.environment_id}/policy`, POLICY);
  const diary = new WeekDiary(api, clock, ids);
  const endsAt = clock.now().getTime() + WEEK_MS;
  while (clock.now().getTime() < endsAt || diary.isSomethingOpen) {
    await diary.look();
    await sleep(LOOK_MS);
  }
  await sumUp(api, ids, diary);
}

async function sumUp(api: ApiClient, { environment_id }: DirectoryIds, diary: WeekDiary): Promise<void> {
  const { made, promoted, expired, drills } = diary.counted;
  const of = `/api/v1/backups/environments/${environment_id}`;
  const summary = await api.get<{ total_size_bytes: number }>(`${of}/summary`);
  const { trend } = await api.get<{ trend: { median_seconds: number | null } }>(`${of}/drills`);
  heading('The week');
  printTable([
    ['Backups', `${made} made, ${promoted} took over a higher tier, ${expired} expired`],
    ['In storage', formatBytes(summary.total_size_bytes)],
    ['Drills', `${drills} passed; the environment is back in ${trend.median_seconds ?? '?'} s`],
  ]);
  if (made < 6 || expired === 0 || drills === 0)
    throw new Error('Not everything has happened that belongs to the week');
}

/** From the coming midnight on, so that dates of the services agree with those that are not in a hurry. */
function fastFrom(now: Date): string {
  const start = new Date(Math.ceil(now.getTime() / DAY_MS) * DAY_MS);
  return `${start.toISOString()}@${now.toISOString()}x${DAY_MS / DAY_TAKES_MS}`;
}

/** Services that do not wait longer than a moment of such a day. */
function hurried(setting: string) {
  return {
    '*': { STRONGROOM_CLOCK: setting },
    scheduler: { SCHEDULE_SPREAD_SECONDS: '0', SCHEDULE_LATE_MS: String(DAY_MS / 2), RUN_RETRY_MS: '500' },
    retention: { RETENTION_INTERVAL_MS: '250', REMOVAL_INTERVAL_MS: '250' },
  };
}
