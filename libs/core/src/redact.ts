/** Replaces every occurrence of the given secrets in a text by `***`. Empty secrets are ignored. */
export function redact(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '***');
  return clean;
}
