import { Controller, Delete, HttpCode, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblem, of, RequirePermission } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { QueryFlag } from '../http/fields';
import { Id } from '../http/request-validation';
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

  /**
   * Marks a backup as deleted. Its objects, copies included, are removed soon after, and `object_removed_at` of its details
   * tells when; the record stays. Deleting once more changes nothing.
   */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('project.backups.delete', of('backup'))
  @ApiNoContentResponse({ description: 'Deleted, now or before' })
  @ApiProblem(409, 'It is still being made, a task works with it, or it is an insurance backup that is still needed')
  async remove(
    @Id() id: string,
    @Query() { force = false }: DeletionQuery,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    await this.deletion.delete(id, { force }, actor);
  }
}
