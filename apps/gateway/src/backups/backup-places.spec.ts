import { orderPlaces } from './backup-places';

const backup = { storage_config_id: 'own', database_key: 'b.zip', verification_error: null };
const copy = (storage_config_id: string, day: number, verification_error: string | null = null) => ({
  storage_config_id,
  key: 'b.zip',
  verification_error,
  completed_at: new Date(Date.UTC(2026, 0, day)),
});
const order = (...args: Parameters<typeof orderPlaces>) =>
  orderPlaces(...args).map(({ storage_config_id }) => storage_config_id);

describe('orderPlaces', () => {
  it('puts the place of the backup first, and its copies by age', () => {
    expect(order(backup, [copy('late', 3), copy('early', 2)])).toEqual(['own', 'early', 'late']);
  });

  it('puts last what was found bad, the place of the backup included', () => {
    const bad = { ...backup, verification_error: 'other bytes' };
    expect(order(bad, [copy('bad', 1, 'other bytes'), copy('good', 2)])).toEqual(['good', 'own', 'bad']);
  });

  it('names the backup alone when it has no copies', () => {
    expect(orderPlaces(backup, [])).toEqual([{ storage_config_id: 'own', key: 'b.zip' }]);
  });
});
