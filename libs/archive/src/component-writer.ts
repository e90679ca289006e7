import { pipeline, type Readable } from 'node:stream';
import { ENCRYPTED_SUFFIX } from './manifest';
import { SealingStage } from './sealing-stage';

interface Sums {
  sizeBytes: number;
  sha256: string;
}

/** What takes the components of a backup, as BackupArchiveWriter does. */
export interface ComponentSink {
  /** Whether two can be written at the same time; else each waits for the one before. */
  readonly sideBySide: boolean;
  /** Streams one in; the source is destroyed on any failure. */
  addMember(name: string, source: Readable, options?: { sum?: () => string }): Promise<Sums>;
  /** Gives up what is under way. */
  abort(error: Error): Promise<void>;
}

/** What a component is, and what is stored in its place when it was encrypted. */
export interface WrittenComponent extends Sums {
  stored: Sums | null;
}

/**
 * Streams a component into what takes it: as it is, or as an age file for the recipient. A failure of the source, of the
 * sealing or of what takes it rejects and destroys all three.
 * @param options.sum as for BackupArchiveWriter.addMember: of the plain bytes
 */
export async function addComponent(
  sink: Pick<ComponentSink, 'addMember'>,
  name: string,
  source: Readable,
  options: { recipient?: string; sum?: () => string } = {},
): Promise<WrittenComponent> {
  const { recipient, sum } = options;
  if (recipient === undefined) return { ...(await sink.addMember(name, source, { sum })), stored: null };
  const sealing = new SealingStage(recipient, sum);
  // A failure here is the failure of the stage, and rejects the member.
  pipeline(source, sealing, () => {});
  const stored = await sink.addMember(name + ENCRYPTED_SUFFIX, sealing);
  return { ...sealing.plain(), stored };
}
