/**
 * `operator`: somebody has to mend something first; trying again by itself cannot help.
 * `transient`: the same attempt may pass a little later; it is retried.
 * `bug`: a fault of Strongroom.
 * `cancelled`: somebody asked for the end.
 */
export type ErrorKind = 'operator' | 'transient' | 'bug' | 'cancelled';

export interface ErrorDefinition {
  readonly kind: ErrorKind;
  /** HTTP status of the problem document, where a request can meet the failure. */
  readonly status: number;
  /** One line: what happened. */
  readonly title: string;
  /** One sentence: what the reader can do about it. */
  readonly remedy: string;
}

export const define = (kind: ErrorKind, status: number, title: string, remedy: string): ErrorDefinition => ({
  kind,
  status,
  title,
  remedy,
});
