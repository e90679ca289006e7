import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Reach } from './is-allowed';

/**
 * Narrows a list to what its caller may see. The rows are called `row` in the query and have an organization_id, and at
 * level `project` a column with the project's id as well.
 */
export function narrowTo<E extends ObjectLiteral>(
  reach: Reach,
  query: SelectQueryBuilder<E>,
  level: 'organization' | 'project',
  columns: { organization?: string; project?: string } = {},
): SelectQueryBuilder<E> {
  if (reach === 'everywhere') return query;
  const { organization = 'row.organization_id', project = 'row.project_id' } = columns;
  // An empty side of an OR would keep PostgreSQL from the index of the other.
  const conditions = [
    ...(reach.organizationIds.length > 0 ? [`${organization} = ANY(:organizationIds)`] : []),
    ...(level === 'project' && reach.projectIds.length > 0 ? [`${project} = ANY(:projectIds)`] : []),
  ];
  const { organizationIds, projectIds } = reach;
  const condition = conditions.length > 0 ? `(${conditions.join(' OR ')})` : 'false';
  return query.andWhere(condition, { organizationIds, projectIds });
}
