import { types } from 'node:util';
import { ERRORS, type ErrorCode, type ErrorKind } from './error-codes';

/** Facts about a failure that are safe to show to whoever may see the task. No secrets. */
export type ErrorDetails = Record<string, unknown>;

/** What crosses a process boundary of a failure: a message, a row, an answer. */
export interface ErrorReport {
  code: ErrorCode;
  kind: ErrorKind;
  message: string;
  remedy: string;
  details: ErrorDetails;
}

/**
 * A failure with a stable code. The kind, and so whether the work is tried again, follows from the code
 * (`ERRORS`); a thrower may narrow it where it knows better, as with a command that cannot ever succeed.
 */
export class StrongroomError extends Error {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: ErrorDetails; cause?: unknown; kind?: ErrorKind } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'StrongroomError';
    this.code = code;
    this.kind = options.kind ?? ERRORS[code].kind;
    this.details = options.details ?? {};
  }

  get remedy(): string {
    return ERRORS[this.code].remedy;
  }

  get retryable(): boolean {
    return this.kind === 'transient';
  }

  toReport(): ErrorReport {
    return { code: this.code, kind: this.kind, message: this.message, remedy: this.remedy, details: this.details };
  }

  static fromReport(report: ErrorReport): StrongroomError {
    return new StrongroomError(report.code, report.message, { details: report.details, kind: report.kind });
  }
}

/** Of an unknown failure nobody knows how much it says: a driver may quote a whole statement. */
const MOST_CHARS = 2_000;

/**
 * Any thrown value as a StrongroomError. What no driver has translated is an unknown failure: it keeps its message, but for
 * passwords in addresses and for what is too long, because events and notices tell it; and it is tried again, because most
 * unknown failures are passing ones.
 */
export function toStrongroomError(thrown: unknown): StrongroomError {
  if (thrown instanceof StrongroomError) return thrown;
  if (types.isNativeError(thrown) || thrown instanceof Error) {
    if (thrown.name === 'AbortError' && thrown.cause instanceof StrongroomError) return thrown.cause;
    return new StrongroomError('INTERNAL', presentable(thrown.message), { cause: thrown, kind: 'transient' });
  }
  return new StrongroomError('INTERNAL', presentable(String(thrown)), { kind: 'transient' });
}

function presentable(message: string): string {
  const masked = message.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*:[^\s@]*@/gi, '$1***@');
  return masked.length > MOST_CHARS ? `${masked.slice(0, MOST_CHARS - 1)}…` : masked;
}
