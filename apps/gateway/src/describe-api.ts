/**
 * The OpenAPI document without any server: the controllers alone, with nothing behind them.
 * As a program: `node dist/apps/gateway/src/describe-api.js > docs/openapi.json`
 */
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { buildOpenApi } from './openapi/document';
import { REST_CONTROLLERS } from './rest-controllers';

export async function describeApi(): Promise<OpenAPIObject> {
  const behind = REST_CONTROLLERS.flatMap(
    (controller) => (Reflect.getMetadata('design:paramtypes', controller) as Type[] | undefined) ?? [],
  );
  const providers = [...new Set(behind)].map((provide) => ({ provide, useValue: {} }));

  @Module({ controllers: REST_CONTROLLERS, providers })
  class ControllersAlone {}
  const app = await NestFactory.create(ControllersAlone, { logger: false });
  try {
    return buildOpenApi(app);
  } finally {
    await app.close();
  }
}

if (require.main === module)
  void describeApi().then((document) => process.stdout.write(`${JSON.stringify(document, null, 2)}\n`));
