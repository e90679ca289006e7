import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Caller } from '../access/is-allowed';
import { CurrentCaller, RequirePermission, withinReach } from '../access/require-permission';
import { QueryWhole, Text, Uuid } from '../http/fields';
import { validationFailed } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import {
  EVENT_STREAM_GUIDE,
  ProgressEventData,
  ResetEventData,
  StoredEventData,
  TaskStatusEventData,
} from './event-data';
import { EventStreams } from './event-streams';
import { EVENT_TYPES } from './stream-event';

class EventStreamQuery {
  @Uuid({ optional: true }) organization_id?: string;
  @Uuid({ optional: true }) environment_id?: string;
  @Uuid({ optional: true }) task_id?: string;
  @Text({
    optional: true,
    max: 2_000,
    example: 'task.status,backup.*',
    description: `Names of events or families of them, with commas between: ${EVENT_TYPES.join(', ')}. All when left out.`,
  })
  types?: string;
  @QueryWhole({ optional: true, description: 'As the header Last-Event-ID, for a first connection that cannot set it' })
  last_event_id?: number;
}

@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly streams: EventStreams) {}

  @Get('stream')
  @Describe({
    summary: 'Follow what happens',
    description: EVENT_STREAM_GUIDE,
    problems: { TOO_MANY_STREAMS: 'The caller has as many streams open at this gateway as one may' },
    operationId: 'streamEvents',
  })
  @RequirePermission('project.tasks.list', withinReach)
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description:
      'The id of the last event that the client has: what has happened since comes first. Wins over the query.',
    schema: { type: 'integer', minimum: 0 },
  })
  @ApiExtraModels(TaskStatusEventData, StoredEventData, ProgressEventData, ResetEventData)
  @ApiOkResponse({
    description: 'Server-sent events; the schema is that of their data',
    content: {
      'text/event-stream': {
        schema: {
          oneOf: [TaskStatusEventData, StoredEventData, ProgressEventData, ResetEventData].map((model) => ({
            $ref: getSchemaPath(model),
          })),
        },
      },
    },
  })
  stream(
    @Query() query: EventStreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): void {
    const filter = {
      organizationId: query.organization_id?.toLowerCase(),
      environmentId: query.environment_id?.toLowerCase(),
      taskId: query.task_id?.toLowerCase(),
      types: query.types === undefined ? undefined : typesOf(query.types),
    };
    const resumeAfter = lastEventId ? sequenceOf(lastEventId) : query.last_event_id;
    // a HEAD request comes here as well, and has its whole answer with the head
    if (response.req.method === 'HEAD') response.type('text/event-stream').end();
    else this.streams.open({ caller, filter, resumeAfter }, response);
  }
}

function typesOf(text: string): string[] {
  const types = text.split(',').map((type) => type.trim());
  const unknown = types.filter((type) => !EVENT_TYPES.includes(type));
  if (unknown.length > 0)
    throw validationFailed([{ field: 'types', message: `types names what does not exist: ${unknown.join(', ')}` }]);
  return types;
}

function sequenceOf(text: string): number {
  const sequence = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (sequence === undefined)
    throw validationFailed([{ field: 'Last-Event-ID', message: 'Last-Event-ID must be the id of an event' }]);
  return sequence;
}
