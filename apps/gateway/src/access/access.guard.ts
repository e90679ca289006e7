import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { isUUID } from 'class-validator';
import type { Request } from 'express';
import { StrongroomError } from '@app/core';
import { requireUuid } from '../http/request-validation';
import { callerAddress } from '../intake/caller-address';
import { Callers } from './callers';
import { type Caller, reachOf, requireAllowed, type Scope } from './is-allowed';
import {
  OPEN_RULE,
  PERMISSION_RULE,
  type AuthenticatedRequest,
  type OpenRule,
  type PermissionRule,
  type ScopeSource,
  type SignInRule,
} from './require-permission';
import { type NamedThing, requireAllowedFor, type Thing } from './scope-lookup';

/** Lets a request pass whose token may do what its route says. Health probes and public routes need no token; messages do not come this way. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.path.startsWith('/health/')) return true;
    const open = this.reflector.get<OpenRule | undefined>(OPEN_RULE, context.getHandler());
    if (open === 'public') return true;
    const rule = this.reflector.get<PermissionRule | undefined>(PERMISSION_RULE, context.getHandler());
    const named = rule && thingNamedBy(request, rule.source);
    const { caller, scope } = await this.callers.callerOf(bearerToken(request), callerAddress(request), named);
    request.caller = caller;
    requireFitting(caller, open);
    if (open !== undefined) return true;
    if (rule === undefined)
      throw new StrongroomError('INTERNAL', `The route ${request.method} ${request.path} names no permission`);
    check(request, rule, caller, scope);
    return true;
  }
}

type SourceOfThing = Extract<ScopeSource, { thing: Thing }>;

/** undefined: nothing, or no UUID, which `check` refuses once the caller is known. */
function thingNamedBy(request: Request, source: ScopeSource): NamedThing | undefined {
  if (!('thing' in source)) return undefined;
  const id = idIn(request, source);
  return isUUID(id) ? { thing: source.thing, id: id as string } : undefined;
}

function idIn(request: Request, source: SourceOfThing): unknown {
  const carrier: unknown = source.in === 'param' ? request.params : request.body;
  return (carrier as Record<string, unknown> | undefined)?.[source.name];
}

/** @param scope of the thing that the request names */
function check(request: Request, { permission, source }: PermissionRule, caller: Caller, scope?: Scope): void {
  if (source.in === 'portal') return requireAllowed(caller, permission, {}, 'such thing');
  if (source.in === 'reach') {
    const reach = reachOf(caller, permission);
    if (reach !== 'everywhere' && reach.organizationIds.length + reach.projectIds.length === 0)
      requireAllowed(caller, permission, {}, 'such thing');
    return;
  }
  const id = requireUuid(idIn(request, source), source.name);
  requireAllowedFor(caller, permission, { thing: source.thing, id }, scope);
}

/** @throws StrongroomError PASSWORD_CHANGE_REQUIRED, SESSION_REQUIRED */
function requireFitting(caller: Caller, rule: SignInRule | undefined): void {
  if (caller.mustChangePassword && !rule?.beforePasswordChange)
    throw new StrongroomError('PASSWORD_CHANGE_REQUIRED', `${caller.userName} has to choose a new password first.`);
  if (rule?.session && caller.signedInBy !== 'session')
    throw new StrongroomError(
      'SESSION_REQUIRED',
      'The request carries a token that is not from a sign-in by password.',
    );
}

function bearerToken(request: Request): string {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '')
    throw new StrongroomError('UNAUTHENTICATED', 'The request has no header "Authorization: Bearer <token>".');
  return token;
}
