import { requireConfirmed } from './confirmation';

const backup = { id: 'b1', create_date: new Date('2026-01-01T10:00:00.000Z') };
const now = new Date('2026-01-01T13:30:00.000Z');
const CONFIRMED = { backup_timestamp: '2026-01-01T10:00:00Z', accept_data_loss: true };
const confirm = (change: Partial<typeof CONFIRMED> | { backup_timestamp: null }) => () =>
  requireConfirmed(backup, { ...CONFIRMED, ...change }, 'prod', now);

describe('a restore in place', () => {
  it.each(['2026-01-01T10:00:00Z', '2026-01-01T10:00:00.000Z', '2026-01-01T12:00:00+02:00'])(
    'is confirmed by the moment of the backup, written as %s',
    (backup_timestamp) => expect(confirm({ backup_timestamp })).not.toThrow(),
  );

  it.each([
    [{ backup_timestamp: null }, 'CONFIRMATION_MISSING'],
    [{ accept_data_loss: false }, 'CONFIRMATION_MISSING'],
    [{ backup_timestamp: '2026-01-01T10:00:01Z' }, 'CONFIRMATION_MISMATCH'],
    [{ backup_timestamp: '2026-01-01T10:00:00+01:00', accept_data_loss: false }, 'CONFIRMATION_MISMATCH'],
  ])('with %j is refused, and told what to confirm and what would be lost', (change, code) => {
    expect(confirm(change)).toThrow(
      expect.objectContaining({
        code,
        message: expect.stringMatching(/2026-01-01T10:00:00.000Z.*prod.*3 hours/),
        details: {
          backup_timestamp: '2026-01-01T10:00:00.000Z',
          data_loss: { from: '2026-01-01T10:00:00.000Z', until: now.toISOString(), seconds: 12_600 },
        },
      }),
    );
  });
});
