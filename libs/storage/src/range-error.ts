import { StrongroomError } from '@app/core';

/** An object that ends before the range does. */
export function beyondEnd(name: string, start: number, end: number, sizeBytes: number): StrongroomError {
  return new StrongroomError(
    'OBJECT_TRUNCATED',
    `${name} has ${sizeBytes} bytes, bytes ${start} to ${end} were asked for`,
    { details: { size_bytes: sizeBytes, start, end } },
  );
}
