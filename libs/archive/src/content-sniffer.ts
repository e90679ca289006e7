/** Tells from the first bytes of a file whether squeezing it is a waste: what is compressed already stays as it is. */

/** A sample of this many bytes suffices; shorter files are sampled whole. */
export const SAMPLE_BYTES = 4096;
/** Below this a sample says nothing about its entropy. */
const ENTROPY_MIN_BYTES = 512;
/**
 * Two bytes of random data are equal with a probability of 1/256, two bytes of text about ten times as often. Above
 * this bound deflate still gains a few per cent; compressed formats without a signature of their own lie below.
 */
const RANDOM_COLLISION_RATE = 1.25 / 256;

interface Signature {
  format: string;
  offset: number;
  bytes: Buffer;
}

const signature = (format: string, bytes: string, offset = 0): Signature => ({
  format,
  offset,
  bytes: Buffer.from(bytes, 'latin1'),
});

const SIGNATURES: readonly Signature[] = [
  signature('jpeg', '\xff\xd8\xff'),
  signature('png', '\x89PNG\r\n\x1a\n'),
  signature('gif', 'GIF8'),
  signature('webp', 'WEBP', 8),
  signature('avi', 'AVI ', 8),
  signature('mp4, mov, heic, avif', 'ftyp', 4),
  signature('jpeg 2000', 'jP  ', 4),
  signature('pdf', '%PDF-'),
  signature('zip, docx, xlsx, odt, jar', 'PK\x03\x04'),
  signature('gzip', '\x1f\x8b\x08'),
  signature('bzip2', 'BZh'),
  signature('xz', '\xfd7zXZ\x00'),
  signature('zstd', '\x28\xb5\x2f\xfd'),
  signature('lz4', '\x04\x22\x4d\x18'),
  signature('7z', '7z\xbc\xaf\x27\x1c'),
  signature('rar', 'Rar!\x1a\x07'),
  signature('mp3 with tag', 'ID3'),
  signature('mp3', '\xff\xfb'),
  signature('mp3', '\xff\xf3'),
  signature('aac', '\xff\xf1'),
  signature('ogg, opus', 'OggS'),
  signature('flac', 'fLaC'),
  signature('matroska, webm', '\x1a\x45\xdf\xa3'),
  signature('woff', 'wOFF'),
  signature('woff2', 'wOF2'),
];

/** `sample`: the first SAMPLE_BYTES of the file, or all of a shorter one. */
export function isCompressedAlready(sample: Buffer): boolean {
  return SIGNATURES.some((known) => startsWith(sample, known)) || looksRandom(sample);
}

function startsWith(sample: Buffer, { offset, bytes }: Signature): boolean {
  const end = offset + bytes.length;
  return sample.length >= end && sample.compare(bytes, 0, bytes.length, offset, end) === 0;
}

const counts = new Uint16Array(256);

function looksRandom(sample: Buffer): boolean {
  const total = sample.length;
  if (total < ENTROPY_MIN_BYTES) return false;
  counts.fill(0);
  for (let i = 0; i < total; i++) counts[sample[i]!]! += 1;
  let equalPairs = 0;
  for (let value = 0; value < 256; value++) equalPairs += counts[value]! * (counts[value]! - 1);
  return equalPairs <= RANDOM_COLLISION_RATE * total * (total - 1);
}
