import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianMirror } from './debian-archive';

describe('debianMirror', () => {
  let apt: string;
  beforeEach(() => {
    apt = mkdtempSync(join(tmpdir(), 'strongroom-apt-'));
    mkdirSync(join(apt, 'sources.list.d'));
  });
  afterEach(() => rmSync(apt, { recursive: true, force: true }));

  it('finds the archive in the one-line format, past the security archive and other vendors', () => {
    writeFileSync(
      join(apt, 'sources.list'),
      [
        '# deb http://old.example/debian bookworm main',
        'deb https://vendor.example/apt nodistro main',
        'deb http://security.example/debian-security bookworm-security main',
        'deb [arch=amd64 signed-by=/key.gpg] http://mirror.example/debian bookworm main contrib',
      ].join('\n'),
    );
    expect(debianMirror(apt)).toBe('http://mirror.example/debian');
  });

  it('finds the archive in the deb822 format, past a disabled stanza', () => {
    writeFileSync(
      join(apt, 'sources.list.d', 'debian.sources'),
      'Enabled: no\nTypes: deb\nURIs: http://off.example/debian\nSuites: bookworm\n\n' +
        'Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\n',
    );
    expect(debianMirror(apt)).toBe('http://mirror.example/debian');
  });

  it('finds nothing on a machine of another vendor', () => {
    writeFileSync(join(apt, 'sources.list'), 'deb http://mirror.example/ubuntu noble main\n');
    expect(debianMirror(apt)).toBeUndefined();
  });
});
