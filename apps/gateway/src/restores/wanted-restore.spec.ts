import type { RestoreCreate } from './restore-body';
import { restoreRequest } from './wanted-restore';

const read = (body: RestoreCreate) => restoreRequest(body, { keepReplacedSeconds: 3600 });

const hooks = (count: number, sql = 'SELECT 1') => Array.from({ length: count }, () => ({ name: 'a', sql }));

describe('a request for a restore', () => {
  it('is a neutralized clone of everything unless it says otherwise', () =>
    expect(read({})).toEqual({
      mode: 'clone',
      target_db: null,
      environment_id: null,
      restore_database: true,
      restore_filestore: true,
      neutralize: true,
      regenerate_assets: null,
      post_restore_sql: [],
      allow_older_postgres: false,
      allow_other_odoo: false,
      in_place: null,
    }));

  it('in place swaps, freezes one database, keeps what it replaces, and never neutralizes', () =>
    expect(read({ mode: 'in_place' })).toMatchObject({
      neutralize: false,
      in_place: {
        backup_timestamp: null,
        accept_data_loss: false,
        strategy: 'swap',
        freeze: 'database',
        keep_replaced_seconds: 3600,
        skip_insurance_reason: null,
        stops_environments: [],
      },
    }));

  it('that drops first keeps nothing', () =>
    expect(read({ mode: 'in_place', strategy: 'drop_first' }).in_place?.keep_replaced_seconds).toBe(0));

  it.each([
    [{ backup_timestamp: '2026-01-01T00:00:00Z' }, 'backup_timestamp'],
    [{ accept_data_loss: true }, 'accept_data_loss'],
    [{ strategy: 'swap' }, 'strategy'],
    [{ skip_insurance: true }, 'skip_insurance'],
    [{ mode: 'in_place', target_db: 'x' }, 'target_db'],
    [{ mode: 'in_place', neutralize: true }, 'neutralize'],
    [{ mode: 'in_place', skip_insurance: true }, 'skip_insurance_reason'],
    [{ mode: 'in_place', skip_insurance_reason: 'broken' }, 'skip_insurance_reason'],
    [{ mode: 'in_place', strategy: 'drop_first', keep_replaced_seconds: 60 }, 'keep_replaced_seconds'],
    [{ restore_database: false, restore_filestore: false }, 'restore_filestore'],
    [{ restore_database: false, post_restore_sql: [{ name: 'a', sql: 'SELECT 1' }] }, 'post_restore_sql'],
    [{ post_restore_sql: hooks(21) }, 'post_restore_sql'],
    [{ post_restore_sql: hooks(5, 'ä'.repeat(30_000)) }, 'post_restore_sql'],
  ] as [RestoreCreate, string][])('contradicts itself with %#', (body, field) =>
    expect(() => read(body)).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        details: { errors: [expect.objectContaining({ field })] },
      }),
    ),
  );

  it('takes null and empty for left out', () =>
    expect(read({ strategy: null, accept_data_loss: false, stops_environments: [], post_restore_sql: null })).toEqual(
      read({}),
    ));
});
