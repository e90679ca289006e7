import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { StrongroomError } from '@app/core';
import { requireUuid } from '../http/request-validation';
import { callerAddress } from '../intake/caller-address';
import { Callers } from './callers';
import { type Caller, reachOf, requireAllowed } from './is-allowed';
import {
  OPEN_RULE,
  PERMISSION_RULE,
  type AuthenticatedRequest,
  type OpenRule,
  type PermissionRule,
  type SignInRule,
} from './require-permission';
import { ScopeLookup } from './scope-lookup';

/** Lets a request pass whose token may do what its route says. Health probes and public routes need no token; messages do not come this way. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
    private readonly scopes: ScopeLookup,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.path.startsWith('/health/')) return true;
    const open = this.reflector.get<OpenRule | undefined>(OPEN_RULE, context.getHandler());
    if (open === 'public') return true;
    request.caller = await this.callers.callerOf(bearerToken(request), callerAddress(request));
    requireFitting(request.caller, open);
    if (open !== undefined) return true;
    const rule = this.reflector.get<PermissionRule | undefined>(PERMISSION_RULE, context.getHandler());
    if (rule === undefined)
      throw new StrongroomError('INTERNAL', `The route ${request.method} ${request.path} names no permission`);
    await this.check(request, request.caller, rule);
    return true;
  }

  private async check(request: Request, caller: Caller, { permission, source }: PermissionRule): Promise<void> {
    if (source.in === 'portal') return requireAllowed(caller, permission, {}, 'such thing');
    if (source.in === 'reach') {
      const reach = reachOf(caller, permission);
      if (reach !== 'everywhere' && reach.organizationIds.length + reach.projectIds.length === 0)
        requireAllowed(caller, permission, {}, 'such thing');
      return;
    }
    const carrier: unknown = source.in === 'param' ? request.params : request.body;
    const id = requireUuid((carrier as Record<string, unknown> | undefined)?.[source.name], source.name);
    await this.scopes.requireAllowed(caller, permission, source.thing, id);
  }
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
