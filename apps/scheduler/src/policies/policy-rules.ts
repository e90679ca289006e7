/** What a policy has to fulfil as a whole. Pure. */
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describeViolations, PolicySettingsPayload } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { checkSchedule } from '@app/schedule';

/**
 * The settings, and nothing else of what was given.
 * @throws VALIDATION_FAILED, TIMEZONE_INVALID, SCHEDULE_INVALID (`details.setting` names the expression), RETENTION_INVALID
 */
export function validSettings(given: object): PolicySettingsPayload {
  const settings = plainToInstance(PolicySettingsPayload, given);
  const violations = describeViolations(validateSync(settings, { whitelist: true, forbidUnknownValues: true }));
  if (violations.length > 0) throw new StrongroomError('VALIDATION_FAILED', `The policy: ${violations.join('; ')}`);
  const { schedule_cron, drill_cron, timezone } = settings;
  requireSchedule('schedule_cron', { cron: schedule_cron, timezone });
  if (drill_cron !== null) requireSchedule('drill_cron', { cron: drill_cron, timezone });
  const { daily_retention, weekly_retention, monthly_retention, yearly_retention } = settings;
  if (daily_retention + weekly_retention + monthly_retention + yearly_retention === 0)
    throw new StrongroomError('RETENTION_INVALID', 'All four retentions are 0: no backup would be kept.');
  return { ...settings };
}

function requireSchedule(setting: string, schedule: { cron: string; timezone: string }): void {
  try {
    checkSchedule(schedule);
  } catch (error) {
    if (!(error instanceof StrongroomError) || error.code !== 'SCHEDULE_INVALID') throw error;
    const details = { ...error.details, setting };
    throw new StrongroomError('SCHEDULE_INVALID', `${setting}: ${error.message}`, { details, cause: error });
  }
}
