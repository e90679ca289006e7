import { Body, Controller, Delete, HttpCode, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { requireWhole } from '../access/is-allowed';
import { portal, RequirePermission } from '../access/require-permission';
import { User } from '../access/user.entity';
import { type Actor, CurrentActor } from '../audit/actor';
import { DirectoryStore } from '../directory/directory-store';
import { Flag, Text } from '../http/fields';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { Passwords } from './passwords';
import { Sessions } from './sessions';
import { LONGEST_PASSWORD } from './sign-in.controller';

class PasswordSet {
  @Text({ max: LONGEST_PASSWORD, writeOnly: true, example: 'only until you have changed it' }) password: string;
  @Flag({
    optional: true,
    description:
      'Whether nothing else can be done until the user has chosen another one, not even with API tokens of the user. Default: true, but for yourself false',
    example: true,
  })
  must_change_password?: boolean;
}

/** What an administrator does for those who sign in with a password. */
@ApiTags('users')
@Controller('api/v1/users/:id')
export class UserSignInController {
  constructor(
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly store: DirectoryStore,
  ) {}

  @Put('password')
  @HttpCode(204)
  @Describe({
    summary: 'Give a user a password',
    description: 'Ends all sessions of the user, and opens a lock of the account.',
    problems: { NOT_FOUND: 'There is no such user', SIGN_IN_BUSY: 'Too many passwords are being checked' },
    operationId: 'setUserPassword',
  })
  @RequirePermission('portal.users.update', portal)
  @ApiNoContentResponse({ description: 'Set' })
  async setPassword(@Id() id: string, @Body() body: PasswordSet, @CurrentActor() by: Actor): Promise<void> {
    requireWhole(by.caller);
    await this.passwords.set(by, id, body.password, body.must_change_password ?? id !== by.caller.userId);
  }

  @Delete('sessions')
  @HttpCode(204)
  @Describe({
    summary: 'Sign a user out everywhere',
    description: 'Ends all sessions of the user; API tokens stay.',
    problems: { NOT_FOUND: 'There is no such user' },
    operationId: 'endUserSessions',
  })
  @RequirePermission('portal.users.update', portal)
  @ApiNoContentResponse({ description: 'Ended' })
  async endSessions(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    await this.store.get(User, id);
    await this.sessions.endAllOf(id, by);
  }
}
