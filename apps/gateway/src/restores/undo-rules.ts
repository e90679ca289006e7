/** Whether a restore can be undone, by what is known of it. */
import { StrongroomError } from '@app/core';
import type { Restore } from './restore.entity';

type Undoable = Pick<
  Restore,
  | 'id'
  | 'mode'
  | 'completed_at'
  | 'status'
  | 'outcome'
  | 'strategy'
  | 'replaced_until'
  | 'replaced_dropped_at'
  | 'insurance_backup_id'
>;

/** undefined: it can. Otherwise UNDO_NOT_POSSIBLE or UNDO_TOO_LATE, with what to do instead. */
export function undoFault(row: Undoable, now: Date): StrongroomError | undefined {
  const { id, mode, completed_at, status, outcome, strategy, replaced_until, replaced_dropped_at } = row;
  const impossible = (why: string) =>
    new StrongroomError('UNDO_NOT_POSSIBLE', `The restore ${id} ${why}`, { details: { status } });
  if (mode === 'clone') return impossible('has made a clone: nothing was replaced. Tear it down instead.');
  if (mode === 'drill') return impossible('was a restore on trial: nothing was replaced, and nothing is left of it.');
  if (status === 'failed' && outcome === 'broken')
    // an undo goes on where the one before it broke
    return completed_at === null
      ? impossible(
          'was never completed, and its rollback failed: replay its dead letter, which goes on from what is there.',
        )
      : undefined;
  if (status === 'pending' || status === 'in_progress') return impossible(`is ${status}: cancel its task instead.`);
  if (status === 'undoing') return impossible('is being undone already.');
  if (status !== 'completed') return impossible(`is ${status}: what it had replaced, if anything, is live.`);
  if (strategy === 'drop_first') return impossible('had dropped the live database first. ' + insuranceOf(row));
  if (replaced_until === null) return impossible('has kept nothing of what it replaced. ' + insuranceOf(row));
  const gone = replaced_dropped_at ?? (replaced_until <= now ? replaced_until : null);
  if (gone === null) return undefined;
  return new StrongroomError(
    'UNDO_TOO_LATE',
    `What the restore ${id} had replaced was kept until ${gone.toISOString()}. ${insuranceOf(row)}`,
    { details: { kept_until: gone.toISOString(), insurance_backup_id: row.insurance_backup_id } },
  );
}

function insuranceOf({ insurance_backup_id }: Undoable): string {
  return insurance_backup_id === null
    ? 'It was made without an insurance backup.'
    : `Its insurance backup is ${insurance_backup_id}.`;
}
