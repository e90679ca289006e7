import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { of, RequirePermission } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { Moment, Text, Uuid } from '../http/fields';
import { momentOf } from '../http/moment';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { BackupPins } from './backup-pins';

class PinRequest {
  @Text({ optional: true, nullable: true, max: 1000, description: 'Why it is kept', example: 'Audit of 2024' })
  reason?: string | null;
}

class PinView {
  @Uuid() backup_id: string;
  @Moment() pinned_at: string;
  @Uuid({ nullable: true }) pinned_by: string | null;
  @Text({ nullable: true, max: 1000 }) pin_reason: string | null;
}

@ApiTags('backups')
@Controller('api/v1/backups')
export class BackupPinsController {
  constructor(private readonly pins: BackupPins) {}

  @Post(':id/pin')
  @HttpCode(200)
  @Describe({
    summary: 'Pin a backup',
    description:
      'Keeps it whatever its policy says, until the pin is taken out: it does not expire, and nobody can delete it. Pinning once more changes the reason.',
    problems: {
      BACKUP_DELETED: 'The backup was deleted',
      BACKUP_EXPIRED: 'The time of the backup is over',
      BACKUP_NOT_COMPLETED: 'The backup failed',
    },
    operationId: 'pinBackup',
  })
  @RequirePermission('project.backups.delete', of('backup'))
  @ApiOkResponse({ type: PinView })
  async pin(@Id() id: string, @Body() { reason }: PinRequest, @CurrentActor() actor: Actor): Promise<PinView> {
    const { pinned_at, pinned_by, pin_reason } = await this.pins.pin(id, reason ?? null, actor);
    return { backup_id: id, pinned_at: momentOf(pinned_at!), pinned_by, pin_reason };
  }

  @Delete(':id/pin')
  @HttpCode(204)
  @Describe({
    summary: 'Unpin a backup',
    description: 'From now on it lives as long as its tier says; one whose time is over goes with the next run.',
    operationId: 'unpinBackup',
  })
  @RequirePermission('project.backups.delete', of('backup'))
  @ApiNoContentResponse({ description: 'Not pinned, now or before' })
  async unpin(@Id() id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.pins.unpin(id, actor);
  }
}
