import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import { type AuthenticatedRequest, RequirePermission, of } from '../access/require-permission';
import { actorOf } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { StartsWork } from '../intake/starts-work';
import { WorkIntake } from '../intake/work-intake';
import { TaskView, taskView } from '../tasks/task-view';
import { RescanRequests } from './rescan-requests';

@ApiTags('storage-configs')
@Controller('api/v1/backups/storage-configs')
export class RescanController {
  constructor(
    private readonly requests: RescanRequests,
    private readonly intake: WorkIntake,
    private readonly audit: AuditLog,
  ) {}

  @Post(':id/rescan')
  @HttpCode(202)
  @Describe({
    summary: 'Rescan a storage',
    description:
      'Takes every backup that lies in the storage and is not in the catalog into it, with the projects and environments that are gone. The result of the task says what was found, added, known already, and what cannot be a backup, and why.',
    operationId: 'rescanStorageConfig',
  })
  @RequirePermission('org.storage.update', of('storage config'))
  @ApiAcceptedResponse({ type: TaskView })
  @StartsWork()
  rescan(@Id() id: string, @Req() request: AuthenticatedRequest): Promise<TaskView> {
    return this.intake.answer(request, async (manager) => {
      const task = await this.requests.create(manager, id, request.caller.userId);
      await this.audit.record(manager, {
        ...actorOf(request),
        action: 'storage_config.rescan_requested',
        object: { type: 'storage_config', id },
        organization: task.organization_id,
        details: { task_id: task.id },
      });
      return taskView(task);
    });
  }
}
