import { deflateRawSync, gzipSync } from 'node:zlib';
import { noise } from '../testing/byte-streams';
import { isCompressedAlready } from './content-sniffer';

const words = 'select name, email from res_partner where active; insert into account_move values (1, 2, 3);\n';
const rows = Buffer.from(Array.from({ length: 400 }, (_, i) => `${i * 7919};${words}`).join(''));

describe('isCompressedAlready', () => {
  it.each<[string, Buffer]>([
    ['a JPEG', Buffer.from('ffd8ffe000104a46', 'hex')],
    ['a PNG', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['a WebP', Buffer.from('RIFF\x00\x00\x00\x00WEBPVP8 ', 'latin1')],
    ['a PDF', Buffer.from('%PDF-1.4\n%text text text')],
    ['an XLSX', Buffer.from('PK\x03\x04\x14\x00', 'latin1')],
    ['an MP4', Buffer.from('\x00\x00\x00\x20ftypisom', 'latin1')],
    ['a gzip', gzipSync(rows)],
    ['a compressed format without a signature', deflateRawSync(noise(1, 9000)).subarray(5, 4101)],
    ['noise of 512 bytes', noise(2, 512)],
    ['noise', noise(3, 4096)],
  ])('says yes to %s', (_what, sample) => expect(isCompressedAlready(sample)).toBe(true));

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(4096)],
    ['SQL', rows.subarray(0, 4096)],
    ['base64', Buffer.from(noise(4, 3072).toString('base64'))],
    ['UTF-16', Buffer.from(words.repeat(20), 'utf16le')],
    ['noise too short to tell', noise(5, 511)],
    ['a RIFF that is no WebP', Buffer.from(`RIFF\x00\x00\x00\x00WAVEfmt ${words}`, 'latin1')],
    ['a BMP', Buffer.from('BM\x00\x00', 'latin1')],
  ])('says no to %s', (_what, sample) => expect(isCompressedAlready(sample)).toBe(false));
});
