/**
 * What a verdict on an object makes of the row of its backup or copy: the newest verdict holds, whichever way it goes;
 * the dates of the levels that were once passed are kept.
 */
import {
  type BackupFailedPayload,
  type BackupVerifiedPayload,
  VERIFICATION_LEVELS,
  type VerificationLevel,
  type VerificationPayload,
} from '@app/contracts';
import type { Backup } from './backup.entity';

export type Verification = Pick<
  Backup,
  'is_verified' | 'verified_at' | 'verification_error' | 'verification_levels' | 'verification_checked_at'
>;

/** What the end of an upload says: the object is there, and how far it was read back before. */
export function provenByUpload(
  row: Verification,
  completedAt: Date,
  verification: VerificationPayload | undefined,
): Partial<Verification> {
  const verification_levels = { uploaded: completedAt.toISOString(), ...row.verification_levels };
  if (verification === undefined || verification.level === 'uploaded') return { verification_levels };
  const { level, verified_at } = verification;
  return (
    applyVerified({ ...row, verification_levels }, { intact: true, level, verified_at }) ?? { verification_levels }
  );
}

export function applyVerified(
  row: Verification,
  data: Pick<BackupVerifiedPayload, 'intact' | 'level' | 'verified_at'> & Partial<Pick<BackupVerifiedPayload, 'error'>>,
): Partial<Verification> | undefined {
  const checkedAt = new Date(data.verified_at);
  if (isOlder(row, checkedAt)) return undefined;
  if (!data.intact) return unproven(checkedAt, data.error?.message ?? 'The object is not what was backed up.');
  const passed = levelsWithin(data.level).map((level) => [level, checkedAt.toISOString()] as const);
  return {
    is_verified: true,
    verified_at: checkedAt,
    verification_checked_at: checkedAt,
    verification_error: null,
    verification_levels: { ...row.verification_levels, ...Object.fromEntries(passed) },
  };
}

/** Nothing is known now, so nothing is claimed: what could not be verified is not shown as verified. */
export function applyUnverifiable(
  row: Verification,
  data: Pick<BackupFailedPayload, 'failed_at' | 'error'>,
): Partial<Verification> | undefined {
  const checkedAt = new Date(data.failed_at);
  if (isOlder(row, checkedAt)) return undefined;
  return unproven(checkedAt, `Could not be verified: ${data.error.message}`);
}

function unproven(checkedAt: Date, why: string): Partial<Verification> {
  return { is_verified: false, verified_at: null, verification_checked_at: checkedAt, verification_error: why };
}

/** The levels that reading the object proves along with this one; that it was uploaded once is no news. */
function levelsWithin(level: VerificationLevel): VerificationLevel[] {
  return VERIFICATION_LEVELS.slice(1, VERIFICATION_LEVELS.indexOf(level) + 1);
}

function isOlder(row: Verification, checkedAt: Date): boolean {
  return row.verification_checked_at !== null && checkedAt <= row.verification_checked_at;
}
