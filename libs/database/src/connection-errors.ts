const LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
/** Shut down by an administrator, crashed, cannot connect now (starting or stopping), too many connections. */
const UNAVAILABLE = new Set(['57P01', '57P02', '57P03', '53300']);

/**
 * Whether a failure says that the service's own PostgreSQL cannot be reached at the moment. It says nothing about
 * the work that met it: the same statement may simply be tried later. Socket errors of other parts (ssh, storage)
 * never look like this, because their drivers translate them to StrongroomErrors.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, driverError, errors } = error as {
    code?: unknown;
    message?: unknown;
    driverError?: unknown;
    errors?: unknown[];
  };
  if (driverError !== undefined && driverError !== error) return isDatabaseUnavailable(driverError);
  if (Array.isArray(errors) && errors.length > 0) return errors.some(isDatabaseUnavailable);
  if (typeof code === 'string') return UNAVAILABLE.has(code) || code.startsWith('08') || LOST.has(code);
  return (
    typeof message === 'string' &&
    /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error/.test(
      message,
    )
  );
}
