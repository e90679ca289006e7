import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from '../access/is-allowed';
import type { AuthenticatedRequest } from '../access/require-permission';
import { callerAddress } from '../intake/caller-address';

/** Who asks for a change, and from where. */
export interface Actor {
  caller: Caller;
  /** An IP address. */
  address: string;
}

export function actorOf(request: AuthenticatedRequest): Actor {
  return { caller: request.caller, address: callerAddress(request) };
}

/** Whoever sent the request, with the address that it came from. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext) =>
  actorOf(context.switchToHttp().getRequest<AuthenticatedRequest>()),
);
