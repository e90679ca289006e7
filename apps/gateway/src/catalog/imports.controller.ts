import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { FOREIGN_LAYOUTS, type ForeignLayout } from '@app/contracts';
import { type AuthenticatedRequest, RequirePermission, of } from '../access/require-permission';
import { actorOf } from '../audit/actor';
import { AuditLog } from '../audit/audit-log';
import { Flag, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { momentOf } from '../http/moment';
import { Id } from '../http/request-validation';
import { StartsWork } from '../intake/starts-work';
import { WorkIntake } from '../intake/work-intake';
import { Describe } from '../openapi/describe';
import { TaskView, taskView } from '../tasks/task-view';
import { type ForeignList, ForeignListing } from './foreign-listing';
import { ImportRequests } from './import-requests';

const EXAMPLE = { dump: 'acme/backup-20260529T020000.dump.gz', filestore: 'acme/filestore-20260529T020000.tar.gz' };
const KEY_LENGTH = 900;

class ImportableQuery {
  @Text({ optional: true, max: KEY_LENGTH, description: 'What the keys begin with, such as a slug', example: 'acme/' })
  prefix?: string;
}

class Importable {
  @OneOf(FOREIGN_LAYOUTS, { description: '`odoo_zip`: told by its name alone, it was not read' }) layout: ForeignLayout;
  @Text({ max: KEY_LENGTH, example: EXAMPLE.dump }) key: string;
  @Text({ nullable: true, max: KEY_LENGTH, example: 'acme' }) slug: string | null;
  @Moment({ description: 'Of `plana`: as the name says, in UTC. Of `odoo_zip`: when the object was written' })
  taken_at: string;
  @Flag({ description: 'It was made before something dangerous' }) insurance: boolean;
  @Whole({ description: 'Bytes of the object' }) size_bytes: number;
  @Text({
    nullable: true,
    max: KEY_LENGTH,
    description: 'The filestore of the same moment',
    example: EXAMPLE.filestore,
  })
  filestore_key: string | null;
  @Whole({ nullable: true }) filestore_size_bytes: number | null;
  @Uuid({ nullable: true, description: 'It was imported as this backup' }) backup_id: string | null;
}

class ImportableList {
  @Nested(() => Importable, { list: true }) items: Importable[];
  @Flag({ description: 'There are more than are shown: ask with a `prefix`' }) more: boolean;
}

class ImportBody {
  @Uuid({ description: 'Which environment it becomes a backup of' }) environment_id: string;
  @Text({ max: KEY_LENGTH, description: 'Of the dump, or of the ZIP', example: EXAMPLE.dump }) key: string;
  @Text({
    optional: true,
    nullable: true,
    max: KEY_LENGTH,
    description: 'Left out: the filestore of the same moment, where there is one. null: the database alone',
    example: EXAMPLE.filestore,
  })
  filestore_key?: string | null;
}

/** Takes in backups that others have made: PLANA's pairs of objects, and the ZIPs of Odoo's database manager. */
@ApiTags('storage-configs')
@Controller('api/v1/backups/storage-configs')
export class ImportsController {
  constructor(
    private readonly listing: ForeignListing,
    private readonly requests: ImportRequests,
    private readonly intake: WorkIntake,
    private readonly audit: AuditLog,
  ) {}

  @Get(':id/importable')
  @Describe({
    summary: 'List what can be imported',
    description:
      "Dumps in PLANA's layout with their filestores, and ZIPs, by their names: nothing is read but the list of the storage.",
    operationId: 'listImportable',
    problems: {
      EXECUTOR_UNREACHABLE: 'No executor answers',
      STORAGE_UNREACHABLE: 'The storage does not answer',
      STORAGE_AUTH_FAILED: 'The storage refuses the credentials',
    },
  })
  @RequirePermission('org.storage.update', of('storage config'))
  @ApiOkResponse({ type: ImportableList })
  async list(@Id() id: string, @Query() { prefix = '' }: ImportableQuery): Promise<ImportableList> {
    const { finds, more } = await this.listing.list(id, prefix);
    return { items: finds.map(shown), more };
  }

  @Post(':id/import')
  @HttpCode(202)
  @Describe({
    summary: 'Import a backup of somebody else’s',
    description:
      "Makes a backup of the environment out of a dump in PLANA's layout with its filestore, or out of a ZIP of Odoo's database manager, in the same storage; what it is made of stays as it is. What the dump is, SQL or custom format, is told by its content; checksums are taken while it is read. It is kept until somebody deletes it.",
    operationId: 'importBackup',
    problems: { CONFLICT: 'It was imported before', ENVIRONMENT_DELETED: 'The environment was deleted' },
  })
  @RequirePermission('org.storage.update', of('storage config'))
  @ApiAcceptedResponse({ type: TaskView })
  @StartsWork()
  import(@Id() id: string, @Body() body: ImportBody, @Req() request: AuthenticatedRequest): Promise<TaskView> {
    return this.intake.answer(request, async (manager) => {
      const task = await this.requests.create(manager, id, body, request.caller.userId);
      await this.audit.record(manager, {
        ...actorOf(request),
        action: 'storage_config.import_requested',
        object: { type: 'storage_config', id },
        organization: task.organization_id,
        details: { task_id: task.id, environment_id: body.environment_id, key: body.key },
      });
      return taskView(task);
    });
  }
}

function shown({ backupId, taken_at, ...find }: ForeignList['finds'][number]): Importable {
  return {
    ...find,
    taken_at: momentOf(new Date(taken_at)),
    slug: find.slug ?? null,
    filestore_key: find.filestore_key ?? null,
    filestore_size_bytes: find.filestore_size_bytes ?? null,
    backup_id: backupId,
  };
}
