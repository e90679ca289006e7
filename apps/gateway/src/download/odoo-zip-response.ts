import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { FoundObject } from './object-finder';
import type { OdooZips } from './odoo-zips';

/**
 * Streams the ZIP of Odoo's database manager as the answer to a request. It is made anew for each, so that nobody knows its size and
 * no range of it can be asked for.
 * @param stallMs how long the client may take nothing
 * @returns what broke it off after the answer had begun, which the client sees by the missing end
 * @throws StrongroomError as OdooZips.open, while there is no answer yet
 */
export async function sendOdooZip(
  request: Request,
  response: Response,
  { zips, found }: { zips: OdooZips; found: FoundObject },
  stallMs: number,
): Promise<unknown> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const { signal } = gone;
  const source = request.method === 'HEAD' ? await zips.require(found) : await zips.open(found, signal);
  response.status(200).set({
    'Accept-Ranges': 'none',
    'Cache-Control': 'private, no-store',
    'Content-Disposition': `attachment; filename="${found.fileName.replace(/\.(?:zip|dump\.gz)$/, '-odoo.zip')}"`,
    'Content-Type': 'application/zip',
  });
  if (!source) return void response.end();
  response.setTimeout(stallMs, () => response.destroy());
  return pipeline(source, response, { signal }).catch((thrown: unknown) => {
    response.destroy();
    return thrown;
  });
}
