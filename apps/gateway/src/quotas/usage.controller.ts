import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../access/is-allowed';
import { CurrentCaller, RequirePermission, of } from '../access/require-permission';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { UsageReport } from './usage-report';
import { OrganizationUsage } from './usage-view';

@ApiTags('organizations')
@Controller('api/v1/organizations')
export class UsageController {
  constructor(private readonly report: UsageReport) {}

  @Get(':id/usage')
  @Describe({
    summary: 'Get the usage of an organization',
    description: 'What its backups take of the quota of its plan.',
    operationId: 'getUsage',
  })
  @RequirePermission('org.settings.view', of('organization'))
  @ApiOkResponse({ type: OrganizationUsage })
  usage(@Id() id: string, @CurrentCaller() caller: Caller): Promise<OrganizationUsage> {
    return this.report.of(id, caller);
  }
}
