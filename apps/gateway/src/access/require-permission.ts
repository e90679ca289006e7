/**
 * One line at each route says which permission it needs, and where; or that it is for whoever is signed in, or for
 * everybody. The guard refuses every route without that line.
 * Also adds what the route can answer because of it to the OpenAPI document.
 */
import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Request } from 'express';
import { ImpliedProblems } from '../openapi/describe';
import type { Caller } from './is-allowed';
import type { Permission } from './roles';
import type { Thing } from './scope-lookup';

/** Where the guard finds the scope of a request. */
export type ScopeSource =
  | { in: 'param' | 'body'; thing: Thing; name: string }
  /** The route asks about the portal itself. */
  | { in: 'portal' }
  /** The permission has to be held somewhere; the route narrows its answer to where that is. */
  | { in: 'reach' };

export interface PermissionRule {
  permission: Permission;
  source: ScopeSource;
  /** What the route asks for besides, in words for the documentation. */
  besides?: string;
}

export const PERMISSION_RULE = Symbol('PERMISSION_RULE');

/** `public`: needs no token, or checks another proof by itself. */
export type OpenRule = 'public' | SignInRule;
/** Whoever is signed in, whatever the roles. */
export interface SignInRule {
  /** Not with an API token, nor by way of an OIDC issuer. */
  session: boolean;
  /** Even while the password has to be changed first. */
  beforePasswordChange: boolean;
}

export const OPEN_RULE = Symbol('OPEN_RULE');

const PASSWORD_CHANGE_REQUIRED = 'The password has to be changed first';
/** What is wrong with a token, or with who could prove it. */
const BEARER_PROBLEMS = {
  UNAUTHENTICATED: 'No valid token',
  TOKEN_EXPIRED: 'The access token, or the token of an issuer, has expired',
  IDENTITY_UNKNOWN: 'The token of the issuer is good, but is of nobody who is known here',
  ISSUER_UNAVAILABLE: 'The issuer of the token does not tell its keys',
};
const VALIDATION_FAILED = 'A field is not valid; `errors` names each';

/** The thing whose id is in the path. */
export const of = (thing: Thing, name = 'id'): ScopeSource => ({ in: 'param', thing, name });
/** The thing whose id is a field of the body. */
export const named = (thing: Thing, name: string): ScopeSource => ({ in: 'body', thing, name });
export const portal: ScopeSource = { in: 'portal' };
export const withinReach: ScopeSource = { in: 'reach' };

export function RequirePermission(permission: Permission, source: ScopeSource, besides?: string) {
  const rule: PermissionRule = { permission, source, besides };
  return applyDecorators(
    SetMetadata(PERMISSION_RULE, rule),
    ApiBearerAuth(),
    ImpliedProblems({
      ...BEARER_PROBLEMS,
      FORBIDDEN: `The token lacks the permission ${permission}`,
      PASSWORD_CHANGE_REQUIRED,
      VALIDATION_FAILED,
      ...('thing' in source ? { NOT_FOUND: `There is no such ${source.thing}` } : {}),
    }),
  );
}

/** Everybody may call the route, with no token or any. */
export function PublicRoute() {
  return applyDecorators(SetMetadata(OPEN_RULE, 'public' satisfies OpenRule), ImpliedProblems({ VALIDATION_FAILED }));
}

/** Everybody who is signed in may call the route, about their own account. */
export function SignedIn({ session = false, beforePasswordChange = false }: Partial<SignInRule> = {}) {
  return applyDecorators(
    SetMetadata(OPEN_RULE, { session, beforePasswordChange } satisfies OpenRule),
    ApiBearerAuth(),
    ImpliedProblems({
      ...BEARER_PROBLEMS,
      ...(session ? { SESSION_REQUIRED: 'The token is not from a sign-in by password' } : {}),
      ...(beforePasswordChange ? {} : { PASSWORD_CHANGE_REQUIRED }),
      VALIDATION_FAILED,
    }),
  );
}

export type AuthenticatedRequest = Request & { caller: Caller };

/** Whoever sent the request, as the guard found out. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<AuthenticatedRequest>().caller,
);
