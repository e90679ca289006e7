import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { StrongroomError } from '@app/core';
import { requireUuid } from '../http/request-validation';
import { ApiTokens } from './api-tokens';
import { type Caller, reachOf, requireAllowed } from './is-allowed';
import { PERMISSION_RULE, type AuthenticatedRequest, type PermissionRule } from './require-permission';
import { ScopeLookup } from './scope-lookup';

/** Lets a request pass whose token may do what its route says. Health probes need no token; messages do not come this way. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: ApiTokens,
    private readonly scopes: ScopeLookup,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.path.startsWith('/health/')) return true;
    request.caller = await this.tokens.callerOf(bearerToken(request));
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
    const scope = await this.scopes.scopeOf(source.thing, id);
    if (scope === undefined) throw new StrongroomError('NOT_FOUND', `There is no ${source.thing} ${id}.`);
    requireAllowed(caller, permission, scope, `${source.thing} ${id}`);
  }
}

function bearerToken(request: Request): string {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '')
    throw new StrongroomError('UNAUTHENTICATED', 'The request has no header "Authorization: Bearer <token>".');
  return token;
}
