import { Body, Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { DirectoryStore } from '../directory/directory-store';
import { type Caller, reachOf, type SignedInBy } from '../access/is-allowed';
import { CurrentCaller, PublicRoute, SignedIn } from '../access/require-permission';
import { type Actor, CurrentActor } from '../audit/actor';
import { PERMISSIONS, type Permission, ROLES, type Role } from '../access/roles';
import { User } from '../access/user.entity';
import { Choices, Flag, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';
import { Describe } from '../openapi/describe';
import { callerAddress } from '../intake/caller-address';
import { AccessTokens } from './access-tokens';
import { Passwords } from './passwords';
import { type OpenSession, Sessions } from './sessions';
import { SigningKeys } from './signing-keys';

export const LONGEST_PASSWORD = 256;

class Login {
  @Text({ example: 'ada@example.com' }) email: string;
  @Text({ max: LONGEST_PASSWORD, writeOnly: true, example: 'correct horse battery' }) password: string;
}

class Refresh {
  @Text({ writeOnly: true, example: 'srr_0a1b2c3d4e5f6071_…' }) refresh_token: string;
}

class PasswordChange {
  @Text({ max: LONGEST_PASSWORD, writeOnly: true, example: 'the one that was given' }) current_password: string;
  @Text({
    max: LONGEST_PASSWORD,
    writeOnly: true,
    description: 'At least `PASSWORD_MIN_LENGTH` characters',
    example: 'correct horse battery',
  })
  new_password: string;
}

class SessionTokens {
  @OneOf(['Bearer']) token_type: 'Bearer';
  @Text({ max: 4096, description: 'For `Authorization: Bearer …`', example: 'eyJhbGciOiJFZERTQSIs…' })
  access_token: string;
  @Whole({ description: 'Seconds until the access token expires', example: 600 }) expires_in: number;
  @Text({ description: 'For one refresh, which answers with the next one', example: 'srr_0a1b2c3d4e5f6071_…' })
  refresh_token: string;
  @Uuid() session_id: string;
  @Moment({ description: 'When the password is asked for again' }) session_expires_at: string;
}

class LoginAnswer extends SessionTokens {
  @Flag({ description: 'Until it is changed, nothing else can be done', example: false }) must_change_password: boolean;
}

class Account {
  @Uuid() id: string;
  @Text({ example: 'ada@example.com' }) email: string;
  @Text({ example: 'Ada' }) name: string;
}

class HeldRole {
  @OneOf(ROLES) role: Role;
  @Uuid({ nullable: true }) organization_id: string | null;
  @Uuid({ nullable: true }) project_id: string | null;
}

class Me {
  @Nested(() => Account) user: Account;
  @OneOf(['api_token', 'session', 'issuer']) signed_in_by: SignedInBy;
  @Uuid({ nullable: true, description: 'null: not signed in with a password' }) session_id: string | null;
  @Flag({ example: false }) must_change_password: boolean;
  @Nested(() => HeldRole, { list: true }) roles: HeldRole[];
  @Choices(PERMISSIONS, { description: 'What the token may do at least somewhere', example: ['project.backups.list'] })
  permissions: Permission[];
}

class KeySet {
  @ApiProperty({
    description: 'The public keys, RFC 7517',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    example: [
      {
        kty: 'OKP',
        crv: 'Ed25519',
        kid: 'k1',
        alg: 'EdDSA',
        use: 'sig',
        x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      },
    ],
  })
  keys: object[];
}

/** Signing in with a password, and what comes of it: an access token for a short while, and a refresh token for the next one. */
@ApiTags('auth')
@Controller('api/v1/auth')
export class SignInController {
  constructor(
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly tokens: AccessTokens,
    private readonly keys: SigningKeys,
    private readonly store: DirectoryStore,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Describe({
    summary: 'Sign in with a password',
    problems: {
      CREDENTIALS_WRONG: 'Email or password is wrong',
      SIGN_IN_LOCKED: 'Too many passwords were wrong; `Retry-After` says when to try again',
      SIGN_IN_BUSY: 'Too many passwords are being checked; `Retry-After` says when to try again',
    },
    operationId: 'signIn',
  })
  @PublicRoute()
  @ApiOkResponse({ type: LoginAnswer })
  async login(@Body() { email, password }: Login, @Req() request: Request): Promise<LoginAnswer> {
    const origin = { address: callerAddress(request), userAgent: request.headers['user-agent'] };
    const { mustChangePassword, ...session } = await this.passwords.signIn(email, password, origin);
    return { ...(await this.tokensOf(session)), must_change_password: mustChangePassword };
  }

  @Post('refresh')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Describe({
    summary: 'Get the next access token',
    description:
      'Each refresh token works once; the answer has the next one. A request whose answer was lost may be repeated within `REFRESH_GRACE_MS`. An old token that comes later was stolen, or the new one was: the session ends.',
    problems: {
      REFRESH_TOKEN_INVALID: 'The session is unknown or over',
      REFRESH_TOKEN_REUSED: 'The token was used before; the session has ended',
    },
    operationId: 'refreshSession',
  })
  @PublicRoute()
  @ApiOkResponse({ type: SessionTokens })
  async refresh(@Body() { refresh_token }: Refresh, @Req() request: Request): Promise<SessionTokens> {
    return this.tokensOf(await this.sessions.refresh(refresh_token, callerAddress(request)));
  }

  @Post('logout')
  @HttpCode(204)
  @Describe({ summary: 'Sign out', description: 'Ends this session.', operationId: 'signOut' })
  @SignedIn({ session: true, beforePasswordChange: true })
  @ApiNoContentResponse({ description: 'Its tokens count no more' })
  async logout(@CurrentActor() by: Actor): Promise<void> {
    await this.sessions.end(by, by.caller.tokenId, 'signed_out');
  }

  @Get('me')
  @Describe({ summary: 'Who am I, and what may I do?', operationId: 'getMyAccount' })
  @SignedIn({ beforePasswordChange: true })
  @ApiOkResponse({ type: Me })
  async me(@CurrentCaller() caller: Caller): Promise<Me> {
    const { id, email, name } = await this.store.get(User, caller.userId);
    return {
      user: { id, email, name },
      signed_in_by: caller.signedInBy,
      session_id: caller.signedInBy === 'session' ? caller.tokenId : null,
      must_change_password: caller.mustChangePassword ?? false,
      roles: caller.assignments.map(({ role, organization_id, project_id }) => ({ role, organization_id, project_id })),
      permissions: PERMISSIONS.filter((permission) => isHeldSomewhere(caller, permission)),
    };
  }

  @Post('password')
  @HttpCode(204)
  @Describe({
    summary: 'Change your password',
    description: 'This session goes on, your other sessions end. API tokens stay as they are.',
    problems: {
      CREDENTIALS_WRONG: 'The current password is wrong',
      SIGN_IN_LOCKED: 'Too many passwords were wrong; `Retry-After` says when to try again',
      SIGN_IN_BUSY: 'Too many passwords are being checked; `Retry-After` says when to try again',
    },
    operationId: 'changeMyPassword',
  })
  @SignedIn({ session: true, beforePasswordChange: true })
  @ApiNoContentResponse({ description: 'Changed' })
  async password(@Body() { current_password, new_password }: PasswordChange, @CurrentActor() by: Actor): Promise<void> {
    await this.passwords.change(by, current_password, new_password);
  }

  @Get('jwks')
  @Header('Cache-Control', 'public, max-age=60')
  @Describe({
    summary: 'The keys of access tokens',
    description: 'A JWK set. That a token is signed with one of them does not say that its session still lasts.',
    operationId: 'getSigningKeys',
  })
  @PublicRoute()
  @ApiOkResponse({ type: KeySet })
  keySet(): Promise<{ keys: object[] }> {
    return this.keys.published();
  }

  private async tokensOf(session: OpenSession): Promise<SessionTokens> {
    const { token, expiresInSeconds } = await this.tokens.issue(session.userId, session.id);
    return {
      token_type: 'Bearer',
      access_token: token,
      expires_in: expiresInSeconds,
      refresh_token: session.refreshToken,
      session_id: session.id,
      session_expires_at: session.expiresAt.toISOString(),
    };
  }
}

function isHeldSomewhere(caller: Caller, permission: Permission): boolean {
  const reach = reachOf(caller, permission);
  return reach === 'everywhere' || reach.organizationIds.length + reach.projectIds.length > 0;
}
