import { StrongroomError } from '@app/core';

/** @throws StrongroomError MESSAGE_INVALID, which begins with `what` */
export function jsonOf(message: { json(): unknown }, what: string): unknown {
  try {
    return message.json();
  } catch (cause) {
    throw new StrongroomError('MESSAGE_INVALID', `${what} is not JSON`, { cause });
  }
}
