/**
 * Reads and changes the things of the directory. A change, its entry in the audit log and the event that tells of it are one
 * transaction. What the tables refuse becomes a problem that names what is in the way.
 */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type ObjectLiteral, QueryFailedError, type SelectQueryBuilder } from 'typeorm';
import { DirectoryChangePayload, type EventDefinition } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import type { Actor } from '../audit/actor';
import type { AuditAction } from '../audit/audit-actions';
import { AuditLog } from '../audit/audit-log';
import { rowChanges } from '../audit/row-changes';
import { definitionOf, kindOf, type Reference, type ThingDefinition } from './things';

type Row = ObjectLiteral & { id: string };
type RowClass<E extends Row> = new () => E;
/** Further statements of the same transaction, before the change. */
type Before = (manager: EntityManager) => Promise<unknown>;

const NAMED_AT_MOST = 5;

@Injectable()
export class DirectoryStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  /** A query over the rows of a thing, called `row`. */
  query<E extends Row>(type: RowClass<E>): SelectQueryBuilder<E> {
    return this.dataSource.createQueryBuilder(type, 'row');
  }

  /** @throws StrongroomError NOT_FOUND */
  async get<E extends Row>(type: RowClass<E>, id: string, manager = this.dataSource.manager): Promise<E> {
    const row = await manager.createQueryBuilder(type, 'row').where('row.id = :id', { id }).getOne();
    if (row === null) throw new StrongroomError('NOT_FOUND', `There is no ${definitionOf(type).called} ${id}.`);
    return row;
  }

  /** @throws StrongroomError CONFLICT when a name is taken */
  async create<E extends Row>(
    type: RowClass<E>,
    values: Partial<E> & { id: string },
    by: Actor,
    before?: Before,
  ): Promise<E> {
    return this.changing(type, async (manager) => {
      await before?.(manager);
      await manager.createQueryBuilder().insert().into(type).values(values).execute();
      const row = await this.get(type, values.id, manager);
      await this.record(manager, type, 'created', row, by, rowChanges(undefined, row));
      await this.tell(manager, type, 'created', row);
      return row;
    });
  }

  /** @throws StrongroomError NOT_FOUND, or CONFLICT when a name is taken */
  async update<E extends Row>(
    type: RowClass<E>,
    id: string,
    changes: Partial<E>,
    by: Actor,
    before?: Before,
  ): Promise<E> {
    return this.changing(type, async (manager) => {
      await before?.(manager);
      const present = await manager
        .createQueryBuilder(type, 'row')
        .setLock('for_no_key_update')
        .where('row.id = :id', { id })
        .getOne();
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      await manager
        .createQueryBuilder()
        .update(type)
        .set({ ...given, updated_at: new Date() } as never)
        .where('id = :id', { id })
        .execute();
      const row = await this.get(type, id, manager);
      await this.record(manager, type, 'updated', row, by, rowChanges(present ?? undefined, row));
      await this.tell(manager, type, 'updated', row);
      return row;
    });
  }

  /** @throws StrongroomError NOT_FOUND, or IN_USE (or the code of the thing) naming and counting what refers to it */
  async remove<E extends Row>(type: RowClass<E>, id: string, by: Actor, before?: Before): Promise<void> {
    await this.changing(type, async (manager) => {
      await before?.(manager);
      const row = await this.get(type, id, manager);
      await requireUnused(manager, type, row);
      for (const statement of definitionOf(type).forget ?? []) await manager.query(statement, [id]);
      await manager.createQueryBuilder().delete().from(type).where('id = :id', { id }).execute();
      await this.record(manager, type, 'deleted', row, by, rowChanges(row));
      await this.tell(manager, type, 'deleted', row);
    });
  }

  private async changing<T>(type: unknown, change: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.dataSource.transaction(change);
    } catch (error) {
      throw translated(error, definitionOf(type));
    }
  }

  private record<E extends Row>(
    manager: EntityManager,
    type: RowClass<E>,
    what: 'created' | 'updated' | 'deleted',
    row: E,
    by: Actor,
    details: object,
  ): Promise<void> {
    const kind = kindOf(type);
    return this.audit.record(manager, {
      ...by,
      action: `${kind}.${what}` as AuditAction,
      object: { type: kind, id: row.id, name: row['name'] as string | undefined },
      organization: kind === 'organization' ? row.id : ((row['organization_id'] as string | null | undefined) ?? null),
      details,
    });
  }

  /** Tells of a change that was made in the same transaction. */
  async tell<E extends Row>(
    manager: EntityManager,
    type: RowClass<E>,
    what: 'created' | 'updated' | 'deleted',
    row: E,
  ): Promise<void> {
    const { events } = definitionOf(type);
    if (events === undefined) return;
    const organizationId = (row['organization_id'] as string | undefined) ?? row.id;
    const payload: DirectoryChangePayload = {
      id: row.id,
      organization_id: organizationId,
      name: row['name'] as string,
      changed_at: new Date().toISOString(),
    };
    const event: EventDefinition<DirectoryChangePayload> = events[what];
    await this.outbox.event(manager, event, payload, {
      organizationId,
      subject: `${kindOf(type)}/${row.id}`,
    });
  }
}

async function requireUnused(manager: EntityManager, type: unknown, row: Row): Promise<void> {
  const { called, references, inUse = 'IN_USE' } = definitionOf(type);
  const found: Awaited<ReturnType<typeof usesOf>>[] = [];
  for (const reference of references) {
    const use = await usesOf(manager, reference, row.id);
    if (use.count > 0) found.push(use);
  }
  if (found.length === 0) return;
  const list = found
    .map((use) => `${use.count} ${use.count === 1 ? use.called : plural(use.called)} (${use.names})`)
    .join(', ');
  const name = (row['name'] as string | undefined) ?? row.id;
  const counts = found.map(({ called: kind, count }) => [plural(kind).replaceAll(' ', '_'), count] as const);
  throw new StrongroomError(inUse, `The ${called} ${name} is still referred to by ${list}.`, {
    details: {
      ...Object.fromEntries(counts),
      references: found.map(({ called: kind, count, ids }) => ({ kind, count, ids })),
    },
  });
}

const plural = (called: string) => (called.endsWith('y') ? `${called.slice(0, -1)}ies` : `${called}s`);

async function usesOf(manager: EntityManager, { table, column, called, label, where }: Reference, id: string) {
  const rows: { id: string; label: string; count: number }[] = await manager.query(
    `SELECT id, ${label}::text AS label, (count(*) OVER ())::integer AS count FROM ${table}
      WHERE $1 = ${column} AND ${where} ORDER BY id LIMIT ${NAMED_AT_MOST}`,
    [id],
  );
  const count = rows[0]?.count ?? 0;
  const names = rows.map((row) => row.label).join(', ') + (count > rows.length ? ', …' : '');
  return { called, count, names, ids: rows.map((row) => row.id) };
}

/** What PostgreSQL says about a broken constraint, in words for whoever sent the request. */
function translated(error: unknown, { called, inUse = 'IN_USE' }: ThingDefinition): unknown {
  if (!(error instanceof QueryFailedError)) return error;
  const { code, detail = '', table } = error.driverError as { code?: string; detail?: string; table?: string };
  if (code === '23505') {
    const [, columns = '', values = ''] = /\((.*)\)=\((.*)\)/s.exec(detail) ?? [];
    const message = `There is already a ${called} with the same ${sameFields(columns, values)}.`;
    return new StrongroomError('CONFLICT', message, { cause: error });
  }
  if (code === '23503' && detail.includes('is still referenced'))
    return new StrongroomError(inUse, `The ${called} is still referred to from ${table}.`, { cause: error });
  if (code === '23503')
    return new StrongroomError('NOT_FOUND', `Something that the ${called} refers to does not exist.`, { cause: error });
  return error;
}

const PLACES = ['organization_id', 'project_id'];

/** `slug (shop)`: what makes a thing unique beside the place that it lies in, unless that is all. */
function sameFields(columns: string, values: string): string {
  const [names, held] = [columns.split(', '), values.split(', ')];
  if (names.length !== held.length) return columns;
  const own = names.map((name, at) => ({ name, value: held[at] })).filter(({ name }) => !PLACES.includes(name));
  return `${own.map(({ name }) => name).join(', ')} (${own.map(({ value }) => value).join(', ')})`;
}
