import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Problem } from '../problems/problem';
import { NOTES } from './describe';
import { type MediaType, type Operation, type Response, routesOf } from './document-parts';
import { addExamples } from './examples';
import { problemResponses, problemsOf } from './problem-responses';

const DESCRIPTION = `Backs up and restores fleets of Odoo environments.

Every failure is a problem document (RFC 9457) with a stable \`code\` and a \`remedy\`; [/docs/errors](/docs/errors) lists all codes. A method that an address does not take is refused with 405 and \`Allow\`. A request that is too slow (408) or whose head is too large (431) is refused before any route is looked for.`;

const BEARER =
  'An API token (`srk_…`), the `access_token` of `POST /api/v1/auth/login`, or a token of an OIDC issuer that is configured.';

const DONE: Record<string, string> = {
  200: 'The answer',
  201: 'It was made',
  202: 'It was asked for',
  204: 'It is done',
};

/** The description of the REST API, made from the controllers. */
export function buildOpenApi(app: INestApplication): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setTitle('Strongroom')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'The gateway that serves this document')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: BEARER })
    .build();
  const document = SwaggerModule.createDocument(app, frame, { operationIdFactory, extraModels: [Problem] });
  // the probes of supervisors are no part of the API
  for (const path of Object.keys(document.paths)) if (!path.startsWith('/api/')) delete document.paths[path];
  for (const { operation } of routesOf(document)) complete(document, operation);
  return document;
}

/** Serves it: the pages at /api/docs, the document at /api/docs-json. Neither needs a token. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => buildOpenApi(app), { jsonDocumentUrl: 'api/docs-json' });
}

/** Puts what `@Describe` has noted where it belongs: failures by status, examples beside their bodies. */
function complete(document: OpenAPIObject, operation: Operation): void {
  const request = operation[NOTES.request] as Pick<MediaType, 'example'> | undefined;
  const response = operation[NOTES.response] as Pick<MediaType, 'example'> | undefined;
  const { requestBody, responses } = operation;
  if (request !== undefined && requestBody !== undefined && 'content' in requestBody)
    Object.assign(requestBody.content['application/json']!, request);
  for (const [status, done] of Object.entries(responses) as [string, Response][]) {
    if (!status.startsWith('2')) continue;
    done.description ||= DONE[status] ?? '';
    if (response !== undefined) for (const media of Object.values(done.content ?? {})) Object.assign(media, response);
  }
  Object.assign(responses, problemResponses(problemsOf(operation)));
  addExamples(operation, document.components?.schemas ?? {});
  for (const key of Object.keys(operation) as `x-${string}`[]) if (key.startsWith('x-note-')) delete operation[key];
}

const VERBS: Record<string, string> = { one: 'get', remove: 'delete' };

/** `listBackups`, `getBackup`, `deleteBackup`: the name of an operation in generated clients. */
function operationIdFactory(controller: string, method: string): string {
  const things = controller.replace(/Controller$/, '');
  return `${VERBS[method] ?? method}${method === 'list' ? things : things.replace(/s$/, '')}`;
}
