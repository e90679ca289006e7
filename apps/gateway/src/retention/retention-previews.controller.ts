import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { of, RequirePermission } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { Environment } from '../directory/environment.entity';
import { Flag, Text, Uuid, Whole } from '../http/fields';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { RetentionService } from './retention-service';
import { holdView, RetentionHoldView, RetentionPreview, previewView } from './retention-views';

/** What is left out is as the policy of the environment has it. */
class RetentionRules {
  @Flag({ optional: true, description: 'A policy that is not enabled promotes nothing' }) is_enabled?: boolean;
  @Text({ optional: true, max: 64, example: 'Europe/Berlin' }) timezone?: string;
  @Whole({ optional: true, max: 365, example: 7, description: 'Days' }) daily_retention?: number;
  @Whole({ optional: true, max: 52, example: 4, description: 'Weeks' }) weekly_retention?: number;
  @Whole({ optional: true, max: 60, example: 12, description: 'Months' }) monthly_retention?: number;
  @Whole({ optional: true, max: 10, example: 2, description: 'Years' }) yearly_retention?: number;
  @Whole({ optional: true, max: 6, example: 6, description: '0 is Monday, 6 Sunday' }) weekly_backup_day?: number;
}

class RetentionAgreement {
  @Uuid({ description: 'The run that was held back: `hold` of the preview names it' }) run_id: string;
}

const AWAY = { RETENTION_UNREACHABLE: 'The retention service does not answer' };

@ApiTags('retention')
@Controller('api/v1/backups/environments/:environment_id')
export class RetentionPreviewsController {
  constructor(
    private readonly retention: RetentionService,
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  @Get('retention-preview')
  @Describe({
    summary: 'Preview the next run of retention',
    description: 'What would become of each backup of the environment now, and why. Changes nothing.',
    operationId: 'previewRetention',
    problems: AWAY,
  })
  @RequirePermission('project.backups.view', of('environment', 'environment_id'))
  @ApiOkResponse({ type: RetentionPreview })
  async preview(@Id('environment_id') id: string): Promise<RetentionPreview> {
    return previewView(id, await this.retention.preview(id, null));
  }

  @Post('retention-preview')
  @HttpCode(200)
  @Describe({
    summary: 'Preview retention under another policy',
    description:
      'What would become of each backup if the policy of the environment had these fields. Changes nothing; the expiries that backups have already are never brought nearer.',
    operationId: 'previewRetentionOfPolicy',
    problems: { ...AWAY, TIMEZONE_INVALID: 'There is no such time zone' },
  })
  @RequirePermission('project.backups.view', of('environment', 'environment_id'))
  @ApiOkResponse({ type: RetentionPreview })
  async previewOf(@Id('environment_id') id: string, @Body() rules: RetentionRules): Promise<RetentionPreview> {
    return previewView(id, await this.retention.preview(id, rules));
  }

  @Post('retention/agree')
  @HttpCode(200)
  @Describe({
    summary: 'Agree to what retention holds back',
    description:
      'A run that would remove too many backups of an environment at once removes none of them until somebody agrees. It happens with the next run, to those backups alone.',
    operationId: 'agreeToRetention',
    problems: { ...AWAY, RETENTION_NOT_HELD: 'Nothing of that run waits for an agreement' },
  })
  @RequirePermission('org.backups.delete', of('environment', 'environment_id'))
  @ApiOkResponse({ type: RetentionHoldView })
  async agree(
    @Id('environment_id') id: string,
    @Body() { run_id }: RetentionAgreement,
    @CurrentActor() actor: Actor,
  ): Promise<RetentionHoldView> {
    const { manager } = this.dataSource;
    const { organization_id: organization } = await manager.findOneByOrFail(Environment, { id });
    const object = { type: 'environment', id };
    const agreement = { ...actor, action: 'retention.agreed', object, organization, details: { run_id } } as const;
    return this.audit.around(agreement, async (settle) => {
      const { hold } = await this.retention.agree(id, run_id, actor.caller.userId);
      await settle(manager, { details: { run_id, would_expire: hold.would_expire, of: hold.of } });
      return holdView(hold);
    });
  }
}
