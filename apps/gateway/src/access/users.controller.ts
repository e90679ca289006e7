import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsEmail } from 'class-validator';
import { type Actor, CurrentActor } from '../audit/actor';
import { DirectoryStore } from '../directory/directory-store';
import { Moment, Text, Uuid } from '../http/fields';
import { ApiPageOf, type Page, PageQuery, pageOf } from '../http/page';
import { Id } from '../http/request-validation';
import { Describe } from '../openapi/describe';
import { requireWhole } from './is-allowed';
import { RequirePermission, portal } from './require-permission';
import { User } from './user.entity';

const lowerCase = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value);

class UserCreate {
  @Text({ example: 'ada@example.com', description: 'Kept in lower case' })
  @IsEmail()
  @Transform(lowerCase)
  email: string;
  @Text({ example: 'Ada' }) name: string;
}
class UserUpdate extends PartialType(UserCreate, { skipNullProperties: false }) {}

class UserQuery extends PageQuery {
  @Text({ optional: true, example: 'ada@example.com', description: 'The one with this address' })
  @Transform(lowerCase)
  email?: string;
}

class UserView {
  @Uuid() id: string;
  @Text({ example: 'ada@example.com' }) email: string;
  @Text({ example: 'Ada' }) name: string;
  @Moment() created_at: string;
  @Moment() updated_at: string;
}

@ApiTags('users')
@Controller('api/v1/users')
export class UsersController {
  constructor(private readonly store: DirectoryStore) {}

  @Get()
  @Describe({ summary: 'List users', description: 'The newest first; only what the caller may see.' })
  @RequirePermission('portal.users.list', portal)
  @ApiPageOf(UserView)
  list(@Query() query: UserQuery): Promise<Page<UserView>> {
    const rows = this.store.query(User).orderBy('row.created_at', 'DESC').addOrderBy('row.id');
    if (query.email !== undefined) rows.andWhere('row.email = :email', { email: query.email });
    return pageOf(rows, query, view);
  }

  @Post()
  @Describe({ summary: 'Create a user', problems: { CONFLICT: 'The address is taken' } })
  @RequirePermission('portal.users.create', portal)
  @ApiCreatedResponse({ type: UserView })
  async create(@Body() body: UserCreate, @CurrentActor() by: Actor): Promise<UserView> {
    return view(await this.store.create(User, { ...body, id: randomUUID() }, by));
  }

  @Get(':id')
  @Describe({ summary: 'Get a user', problems: { NOT_FOUND: 'There is no such user' } })
  @RequirePermission('portal.users.view', portal)
  @ApiOkResponse({ type: UserView })
  async one(@Id() id: string): Promise<UserView> {
    return view(await this.store.get(User, id));
  }

  @Patch(':id')
  @Describe({
    summary: 'Change a user',
    description: 'Only the fields that are given.',
    problems: { CONFLICT: 'The address is taken', NOT_FOUND: 'There is no such user' },
  })
  @RequirePermission('portal.users.update', portal)
  @ApiOkResponse({ type: UserView })
  async update(@Id() id: string, @Body() body: UserUpdate, @CurrentActor() by: Actor): Promise<UserView> {
    if (body.email !== undefined) requireWhole(by.caller);
    return view(await this.store.update(User, id, body, by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({
    summary: 'Delete a user',
    problems: { IN_USE: 'Something still refers to the user; the answer names it', NOT_FOUND: 'There is no such user' },
  })
  @RequirePermission('portal.users.delete', portal)
  @ApiNoContentResponse()
  async remove(@Id() id: string, @CurrentActor() by: Actor): Promise<void> {
    await this.store.remove(User, id, by);
  }
}

function view(row: User): UserView {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
