import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets } from './secrets-file';

describe('the secrets of a home folder', () => {
  let home: string;
  beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'strongroom-secrets-'))));
  afterEach(() => rmSync(home, { recursive: true }));

  it('are made once, for their owner alone', () => {
    const secrets = loadSecrets(home);
    expect(loadSecrets(home)).toEqual(secrets);
    expect(statSync(join(home, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('of an older version get what is new, and keep what they had', () => {
    const { natsIssuerSeed, ...older } = loadSecrets(home);
    writeFileSync(join(home, 'secrets.json'), JSON.stringify(older));
    const secrets = loadSecrets(home);
    expect(secrets).toEqual({ ...older, natsIssuerSeed: expect.stringMatching(/^SA[A-Z2-7]{56}$/) });
    expect(secrets.natsIssuerSeed).not.toBe(natsIssuerSeed);
    expect(JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8'))).toEqual(secrets);
  });
});
