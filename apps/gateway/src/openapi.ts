import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const BEARER =
  'An API token (`srk_…`), the `access_token` of `POST /api/v1/auth/login`, or a token of an OIDC issuer that is configured.';

/** The description of the REST API, made from the controllers. */
export function buildOpenApi(app: INestApplication): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setTitle('Strongroom')
    .setDescription(
      'Backs up and restores fleets of Odoo environments. Every failure is a problem document (RFC 9457) with a stable `code` and a `remedy`.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: BEARER })
    .build();
  return SwaggerModule.createDocument(app, frame, { operationIdFactory: operationId });
}

/** Serves it: the pages at /api/docs, the document at /api/docs-json. Neither needs a token. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => buildOpenApi(app), { jsonDocumentUrl: 'api/docs-json' });
}

function operationId(controller: string, method: string): string {
  return `${method}${controller.replace(/Controller$/, '')}`;
}
