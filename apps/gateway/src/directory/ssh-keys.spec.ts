import { utils } from 'ssh2';
import { normalizedHostKey, requirePrivateKey } from './ssh-keys';

const pair = utils.generateKeyPairSync('ed25519');
const locked = utils.generateKeyPairSync('ed25519', { passphrase: 'secret', cipher: 'aes256-ctr', rounds: 1 });

describe('requirePrivateKey', () => {
  it('takes a private key without a passphrase', () => {
    expect(() => requirePrivateKey(pair.private)).not.toThrow();
  });

  it.each([
    ['a public key', pair.public],
    ['a key with a passphrase', locked.private],
    ['any other text', 'hello'],
  ])('refuses %s without quoting it', (_, text) => {
    const error = (() => {
      try {
        requirePrivateKey(text);
        return undefined;
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(error).toMatchObject({ code: 'SSH_KEY_INVALID' });
    expect(error?.message).not.toContain(text);
  });
});

describe('normalizedHostKey', () => {
  it('takes the OpenSSH form, and drops the comment', () => {
    expect(normalizedHostKey(`${pair.public} root@host\n`)).toBe(pair.public);
  });

  it.each(['', 'ssh-ed25519', 'ssh-ed25519 AAAA', 'SHA256:abc', pair.private, `ssh-rsa ${pair.public.split(' ')[1]}`])(
    'refuses %j',
    (text) => expect(normalizedHostKey(text)).toBeUndefined(),
  );
});
