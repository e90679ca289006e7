import { createHash, type Hash } from 'node:crypto';
import { Encrypter } from 'age-encryption';
import { AgeStage } from './age-stage';

/** Plain bytes go in, an age file for one recipient comes out. Size and SHA-256 of the plain bytes are taken on the way. */
export class SealingStage extends AgeStage {
  private sizeBytes = 0;
  private readonly hash?: Hash;

  /** @param sum who has hashed the very same bytes already hands the sum over, and it is not taken again */
  constructor(
    recipient: string,
    private readonly sum?: () => string,
  ) {
    super(async (input) => {
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      return encrypter.encrypt(input);
    }, asError);
    if (!sum) this.hash = createHash('sha256');
  }

  override _write(chunk: Uint8Array, encoding: BufferEncoding, taken: () => void): void {
    this.sizeBytes += chunk.length;
    this.hash?.update(chunk);
    super._write(chunk, encoding, taken);
  }

  /** Of the bytes that went in; to be asked once, at the end. */
  plain(): { sizeBytes: number; sha256: string } {
    return { sizeBytes: this.sizeBytes, sha256: this.sum ? this.sum() : this.hash!.digest('hex') };
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
