import type { Answer } from './test-gateway';

export interface FullAnswer extends Answer {
  text: string;
  header(name: string): string | null;
}

/** A POST whose headers matter, both ways. */
export async function postWith(
  url: string,
  { token, headers = {}, body }: { token: string; headers?: Record<string, string>; body?: object },
): Promise<FullAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    body: JSON.parse(text),
    text,
    header: (name) => response.headers.get(name),
  };
}
