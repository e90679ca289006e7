/** Fetches small JSON documents of somebody else: so long, so large, and without following anything anywhere. */

export interface FetchBounds {
  timeoutMs: number;
  maxBytes: number;
}

/** @throws Error when the answer is no success, too large, too late or a redirection */
export async function fetchBounded(
  url: string,
  { timeoutMs, maxBytes }: FetchBounds,
  headers: Headers = new Headers(),
): Promise<string> {
  // the time is for the whole of it, not until the headers are there
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { headers, redirect: 'error', signal });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // leaving the loop cancels the rest
    if (bytes > maxBytes) throw new Error(`${url} answered more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
