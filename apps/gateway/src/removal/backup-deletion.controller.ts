import { Controller, Delete, HttpCode, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { of, RequirePermission } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { QueryFlag } from '../http/fields';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { BackupDeletion } from './backup-deletion';

class DeletionQuery {
  @QueryFlag({
    optional: true,
    default: false,
    description: 'Also an insurance backup (`pre_restore`, `pre_upgrade`, `pre_destroy`) that is younger than 7 days',
  })
  force?: boolean;
}

@ApiTags('backups')
@Controller('api/v1/backups')
export class BackupDeletionController {
  constructor(private readonly deletion: BackupDeletion) {}

  @Delete(':id')
  @HttpCode(204)
  @Describe({
    summary: 'Delete a backup',
    description:
      'Marks it as deleted. Its objects, copies included, are removed soon after, and `object_removed_at` of its details tells when; the record stays. Deleting once more changes nothing.',
    problems: {
      BACKUP_PINNED: 'It is pinned: the pin goes first, also with `force`',
      BACKUP_IN_PROGRESS: 'It is still being made',
      BACKUP_IN_USE: 'A task works with it',
      BACKUP_INSURED: 'It is an insurance backup that is still needed',
    },
  })
  @RequirePermission('project.backups.delete', of('backup'))
  @ApiNoContentResponse({ description: 'Deleted, now or before' })
  async remove(
    @Id() id: string,
    @Query() { force = false }: DeletionQuery,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    await this.deletion.delete(id, { force }, actor);
  }
}
