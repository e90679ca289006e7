import { createHash } from 'node:crypto';
import { Decrypter } from 'age-encryption';
import { StrongroomError } from '@app/core';
import { AgeStage } from './age-stage';

export interface PlainContent {
  name: string;
  sizeBytes: number;
  /** In hex. */
  sha256: string;
}

/**
 * An age file goes in, plain bytes come out. Destroyed with ARCHIVE_CORRUPT when the file was cut, altered or sealed for
 * somebody else, and at its end when size or SHA-256 are not the expected ones. What it has delivered until then was
 * authentic, piece by piece, but is not the whole.
 */
export class OpeningStage extends AgeStage {
  private readonly hash = createHash('sha256');
  private delivered = 0;

  constructor(
    identity: string,
    private readonly expected: PlainContent,
  ) {
    super(
      async (input) => {
        const decrypter = new Decrypter();
        decrypter.addIdentity(identity);
        return decrypter.decrypt(input);
      },
      (error) => corrupt(expected.name, `cannot be decrypted: ${(error as Error).message}`),
    );
  }

  protected override inspect(chunk: Uint8Array | undefined): Error | undefined {
    if (chunk) {
      this.delivered += chunk.length;
      this.hash.update(chunk);
      return undefined;
    }
    const { name, sizeBytes, sha256 } = this.expected;
    const actual = this.hash.digest('hex');
    if (this.delivered === sizeBytes && actual === sha256) return undefined;
    return corrupt(
      name,
      `holds ${this.delivered} bytes with the SHA-256 ${actual} where the manifest says ${sizeBytes} and ${sha256}`,
    );
  }
}

function corrupt(name: string, what: string): StrongroomError {
  return new StrongroomError('ARCHIVE_CORRUPT', `${name} ${what}`, { details: { member: name } });
}
