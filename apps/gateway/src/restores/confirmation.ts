/** Who restores in place says of which moment the backup is, and that what was written since may be lost. */
import { StrongroomError } from '@app/core';
import type { Backup } from '../backups/backup.entity';
import type { InPlaceRequest } from './wanted-restore';

type Confirmation = Pick<InPlaceRequest, 'backup_timestamp' | 'accept_data_loss'>;

/**
 * @param dbName the database that is replaced
 * @throws StrongroomError CONFIRMATION_MISSING, CONFIRMATION_MISMATCH: both name the moment to confirm, and what would be lost
 */
export function requireConfirmed(
  backup: Pick<Backup, 'id' | 'create_date'>,
  { backup_timestamp, accept_data_loss }: Confirmation,
  dbName: string,
  now: Date,
): void {
  const moment = backup.create_date.toISOString();
  const until = now.toISOString();
  const seconds = Math.max(0, Math.round((now.getTime() - backup.create_date.getTime()) / 1000));
  const refuse = (code: 'CONFIRMATION_MISSING' | 'CONFIRMATION_MISMATCH', what: string) =>
    new StrongroomError(
      code,
      `${what} The backup ${backup.id} is of ${moment}: what was written to ${dbName} from then until now (${until}, ${inWords(seconds)}) would be lost.`,
      { details: { backup_timestamp: moment, data_loss: { from: moment, until, seconds } } },
    );
  if (backup_timestamp === null) throw refuse('CONFIRMATION_MISSING', 'The request has no `backup_timestamp`.');
  if (new Date(backup_timestamp).getTime() !== backup.create_date.getTime())
    throw refuse('CONFIRMATION_MISMATCH', `The request speaks of a backup of ${backup_timestamp}.`);
  if (!accept_data_loss) throw refuse('CONFIRMATION_MISSING', 'The request does not say `accept_data_loss: true`.');
}

const UNITS = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const;

/** `3 hours`: the largest unit of which there are at least two. */
function inWords(seconds: number): string {
  const [name, size] = UNITS.find(([, each]) => seconds >= 2 * each) ?? UNITS.at(-1)!;
  return `${Math.floor(seconds / size)} ${name}`;
}
