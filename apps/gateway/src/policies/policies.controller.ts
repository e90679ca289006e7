import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '@app/core';
import { nextRuns } from '@app/schedule';
import { of, RequirePermission, SignedIn } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { momentOf } from '../http/moment';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { Policies } from './policies';
import { POLICY_PRESETS, PRESET_NAMES } from './policy-presets';
import {
  PolicyBody,
  PolicyUpdate,
  PolicyView,
  policyView,
  PresetList,
  SchedulePreview,
  ScheduleQuery,
} from './policy-views';

const SHOWN_RUNS = 5;

const UNREACHABLE = {
  SCHEDULER_UNREACHABLE: 'No scheduler answers within `SCHEDULER_TIMEOUT_MS`; everything else goes on',
};
const UNSCHEDULABLE = {
  SCHEDULE_INVALID: 'The cron expression is not valid, or its time never comes',
  TIMEZONE_INVALID: 'The time zone is not known',
};
const REFUSED = { ...UNSCHEDULABLE, RETENTION_INVALID: 'Every tier is off', ...UNREACHABLE };
const NOT_FOUND = { POLICY_NOT_FOUND: 'The environment has no policy' };

const ENVIRONMENT = of('environment', 'environment_id');
const POLICY = 'environments/:environment_id/policy';

/** When an environment is backed up, how, and for how long: one policy an environment. */
@ApiTags('policies')
@Controller('api/v1/backups')
export class PoliciesController {
  constructor(
    private readonly policies: Policies,
    private readonly clock: Clock,
  ) {}

  @Get('policy-presets')
  @Describe({ summary: 'List presets of policies', operationId: 'listPolicyPresets' })
  @SignedIn()
  @ApiOkResponse({ type: PresetList })
  presets(): PresetList {
    return { items: PRESET_NAMES.map((name) => ({ name, ...POLICY_PRESETS[name] })) };
  }

  @Get('schedule-preview')
  @Describe({
    summary: 'Tell the next times of a schedule',
    description: 'Without making a policy of it.',
    operationId: 'previewSchedule',
    problems: UNSCHEDULABLE,
  })
  @SignedIn()
  @ApiOkResponse({ type: SchedulePreview })
  preview(@Query() { schedule_cron: cron, timezone = 'UTC' }: ScheduleQuery): SchedulePreview {
    return { next_runs: nextRuns({ cron, timezone }, this.clock.now(), SHOWN_RUNS).map(momentOf) };
  }

  @Post(POLICY)
  @Describe({
    summary: 'Create a backup policy',
    description: 'From then on the environment is backed up by itself. What is left out has its default.',
    problems: {
      POLICY_EXISTS: 'The environment has one already',
      ENVIRONMENT_DELETED: 'The environment was deleted',
      ...REFUSED,
    },
  })
  @RequirePermission('org.backups.create', ENVIRONMENT)
  @ApiCreatedResponse({ type: PolicyView })
  async create(
    @Id('environment_id') environmentId: string,
    @Body() { preset, ...wish }: PolicyBody,
    @CurrentActor() by: Actor,
  ): Promise<PolicyView> {
    return policyView(await this.policies.create(environmentId, wish, preset, by));
  }

  @Get(POLICY)
  @Describe({ summary: 'Get a backup policy', problems: { ...NOT_FOUND, ...UNREACHABLE } })
  @RequirePermission('project.backups.view', ENVIRONMENT)
  @ApiOkResponse({ type: PolicyView })
  async one(@Id('environment_id') environmentId: string): Promise<PolicyView> {
    return policyView(await this.policies.of(environmentId));
  }

  @Patch(POLICY)
  @Describe({
    summary: 'Change a backup policy',
    description:
      'Only the fields that are given. The backups that exist keep their tiers and expiries, and are promoted by what holds now.',
    problems: { ...NOT_FOUND, ...REFUSED },
  })
  @RequirePermission('org.backups.create', ENVIRONMENT)
  @ApiOkResponse({ type: PolicyView })
  async update(
    @Id('environment_id') environmentId: string,
    @Body() wish: PolicyUpdate,
    @CurrentActor() by: Actor,
  ): Promise<PolicyView> {
    return policyView(await this.policies.change(environmentId, wish, by));
  }

  @Delete(POLICY)
  @HttpCode(204)
  @Describe({
    summary: 'Delete a backup policy',
    description: 'Backups are no longer made by themselves. Those that exist are kept until their time is over.',
    problems: { ...NOT_FOUND, ...UNREACHABLE },
  })
  @RequirePermission('org.backups.delete', ENVIRONMENT)
  @ApiNoContentResponse()
  async remove(@Id('environment_id') environmentId: string, @CurrentActor() by: Actor): Promise<void> {
    await this.policies.delete(environmentId, by);
  }
}
