import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { projectFolder } from '../embedded/project-folder';

const HEADER = '// Made by `npm run docs` from docs/openapi.json; change the code instead.\n\n';

/**
 * The types of a client of the REST API: `paths`, `operations` and `components`, as openapi-fetch takes them.
 * @param document OpenAPI 3.1, as JSON
 */
export async function clientTypes(document: string): Promise<string> {
  // a field with a default need not be sent; a gateway tells of its routes in another order than their list has
  const types = astToString(await openapiTS(document, { defaultNonNullable: false, alphabetize: true }));
  const style = await resolveConfig(join(projectFolder(), 'docs', 'openapi.d.ts'));
  return format(HEADER + types, { ...style, parser: 'typescript' });
}
