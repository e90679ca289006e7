import { pipeline, type Readable } from 'node:stream';
import type { BackupArchiveWriter } from './backup-archive-writer';
import { ENCRYPTED_SUFFIX } from './manifest';
import { SealingStage } from './sealing-stage';

interface Sums {
  sizeBytes: number;
  sha256: string;
}

/** What a component is, and what lies in the ZIP in its place when it was encrypted. */
export interface WrittenComponent extends Sums {
  stored: Sums | null;
}

/**
 * Streams a component into the ZIP: as it is, or as an age file for the recipient. A failure of the source, of the
 * sealing or of the ZIP rejects and destroys all three.
 * @param options.sum as for BackupArchiveWriter.addMember: of the plain bytes
 */
export async function addComponent(
  zip: Pick<BackupArchiveWriter, 'addMember'>,
  name: string,
  source: Readable,
  options: { recipient?: string; sum?: () => string } = {},
): Promise<WrittenComponent> {
  const { recipient, sum } = options;
  if (recipient === undefined) return { ...(await zip.addMember(name, source, { sum })), stored: null };
  const sealing = new SealingStage(recipient, sum);
  // A failure here is the failure of the stage, and rejects the member.
  pipeline(source, sealing, () => {});
  const stored = await zip.addMember(name + ENCRYPTED_SUFFIX, sealing);
  return { ...sealing.plain(), stored };
}
