/** Pagination as the API reference has it: `page`, `page_size` (at most 100), `items`, `total`, `pages`. */
import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { QueryWhole, Whole } from './fields';

export const LARGEST_PAGE = 100;

export class PageQuery {
  @QueryWhole({ optional: true, min: 1, max: 1_000_000, default: 1, description: 'Page number' })
  page: number = 1;
  @QueryWhole({ optional: true, min: 1, max: LARGEST_PAGE, default: 20, description: 'Items per page' })
  page_size: number = 20;
}

export class PageFields {
  @Whole({ example: 45 }) total: number;
  @Whole({ example: 1 }) page: number;
  @Whole({ example: 20 }) page_size: number;
  @Whole({ example: 3 }) pages: number;
}

export interface Page<V> extends PageFields {
  items: V[];
}

/** Runs an ordered query for one page, and shows each row. */
export async function pageOf<E extends ObjectLiteral, V>(
  query: SelectQueryBuilder<E>,
  { page, page_size }: PageQuery,
  show: (row: E) => V,
): Promise<Page<V>> {
  const [rows, total] = await query
    .take(page_size)
    .skip((page - 1) * page_size)
    .getManyAndCount();
  return { items: rows.map(show), ...pagesOf(total, { page, page_size }) };
}

/** Where a page stands among all of them. */
export function pagesOf(total: number, { page, page_size }: PageQuery): PageFields {
  return { total, page, page_size, pages: Math.ceil(total / page_size) };
}

/** Describes a page of the given items in the OpenAPI document. */
export function ApiPageOf(item: Type) {
  class OnePage extends PageFields {
    @ApiProperty({ type: () => item, isArray: true }) items: unknown[];
  }
  Object.defineProperty(OnePage, 'name', { value: `${item.name}Page` });
  return applyDecorators(ApiExtraModels(OnePage), ApiOkResponse({ schema: { $ref: getSchemaPath(OnePage) } }));
}
