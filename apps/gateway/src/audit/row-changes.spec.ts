import { rowChanges } from './row-changes';

describe('the changes of a row', () => {
  it('are the fields that differ, with what they were', () => {
    const before = { id: 'a', name: 'Shop', port: 22, tags: ['x'], updated_at: new Date(1) };
    const after = { id: 'a', name: 'Store', port: 22, tags: ['x'], updated_at: new Date(2) };
    expect(rowChanges(before, after)).toEqual({ name: { from: 'Shop', to: 'Store' } });
  });

  it('of a new row are what it has', () => {
    expect(rowChanges(undefined, { id: 'a', name: 'Shop', path: null, created_at: new Date() })).toEqual({
      name: { to: 'Shop' },
    });
  });

  it('of a row that goes are what it had', () => {
    expect(rowChanges({ id: 'a', name: 'Shop', path: null })).toEqual({ name: { from: 'Shop' } });
  });

  it('tell a field that was emptied', () => {
    expect(rowChanges({ domain: 'a.example' }, { domain: null })).toEqual({ domain: { from: 'a.example', to: null } });
  });

  it.each(['private_key_sealed', 'credentials_sealed', 'password_hash', 'hash', 'password', 'client_secret'])(
    'tell of %s only that it changed',
    (field) => {
      expect(rowChanges({ [field]: 'old' }, { [field]: 'new' })).toEqual({ [field]: 'changed' });
      expect(rowChanges(undefined, { [field]: 'new' })).toEqual({ [field]: 'changed' });
      expect(rowChanges({ [field]: 'old' }, { [field]: null })).toEqual({ [field]: 'changed' });
      expect(rowChanges({ [field]: 'old' }, { [field]: 'old' })).toEqual({});
    },
  );
});
