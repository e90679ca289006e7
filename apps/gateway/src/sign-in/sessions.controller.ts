import { Controller, Delete, Get, HttpCode, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../access/is-allowed';
import { CurrentCaller, SignedIn } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { Flag, Moment, Text, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import type { Session } from './session.entity';
import { Sessions } from './sessions';

class SessionView {
  @Uuid() id: string;
  @Flag({ description: 'Whether it is the one that asks', example: true }) current: boolean;
  @Text({ description: 'Where the sign-in came from', example: '192.0.2.7' }) address: string;
  @Text({ nullable: true, max: 300, example: 'Mozilla/5.0' }) user_agent: string | null;
  @Moment() created_at: string;
  @Moment() refreshed_at: string;
  @Moment({ description: 'When the password is asked for again at the latest' }) expires_at: string;
}

/** Where you are signed in with your password. */
@ApiTags('auth')
@Controller('api/v1/auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @Describe({
    summary: 'Where am I signed in?',
    description: 'Your sessions that have not ended, the newest first.',
    operationId: 'listMySessions',
  })
  @SignedIn({ session: true })
  @ApiPageOf(SessionView)
  list(@Query() query: PageQuery, @CurrentCaller() caller: Caller): Promise<Page<SessionView>> {
    return pageOf(this.sessions.openOf(caller.userId), query, (row) => view(row, caller));
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({
    summary: 'End one of your sessions',
    description: 'At once; its tokens count no more.',
    problems: { NOT_FOUND: 'You have no such session' },
    operationId: 'endMySession',
  })
  @SignedIn({ session: true })
  @ApiNoContentResponse({ description: 'Ended' })
  async end(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    await this.sessions.end(by, id, 'revoked');
  }
}

function view(row: Session, caller: Caller): SessionView {
  return {
    id: row.id,
    current: row.id === caller.tokenId,
    address: row.address,
    user_agent: row.user_agent,
    created_at: row.created_at.toISOString(),
    refreshed_at: row.refreshed_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  };
}
