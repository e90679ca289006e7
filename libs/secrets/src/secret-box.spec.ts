import { randomBytes } from 'node:crypto';
import { SecretBox } from './secret-box';

const key = () => randomBytes(32).toString('base64');
const OLD = `old:${key()}`;
const NEW = `new:${key()}`;
const CONTEXT = 'server:1:private_key';
const unreadable = expect.objectContaining({ code: 'SECRET_UNREADABLE' });

describe('SecretBox', () => {
  const box = SecretBox.fromMasterKeys(OLD);
  const opening = (opener: SecretBox, sealed: string, context = CONTEXT) => {
    try {
      return opener.open(sealed, context);
    } catch (error) {
      return error;
    }
  };

  it.each(['', 'hunter2', 'päßwörd\n☃', 'x'.repeat(100_000)])('opens what it sealed (%#)', (plain) => {
    expect(box.open(box.seal(plain, CONTEXT), CONTEXT)).toBe(plain);
  });

  it('names its version and key, shows nothing else, and never seals twice alike', () => {
    const sealed = box.seal('hunter2', CONTEXT);
    expect(sealed).toMatch(/^v1\.old\.[A-Za-z0-9_-]+$/);
    expect(sealed).not.toContain('hunter2');
    expect(box.seal('hunter2', CONTEXT)).not.toBe(sealed);
  });

  it('refuses a secret that was moved to another place', () => {
    expect(opening(box, box.seal('hunter2', CONTEXT), 'server:2:private_key')).toEqual(unreadable);
  });

  it('refuses a changed secret, whichever byte was changed', () => {
    const sealed = box.seal('hunter2', CONTEXT);
    const bytes = Buffer.from(sealed.split('.')[2]!, 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(opening(box, `v1.old.${changed.toString('base64url')}`)).toEqual(unreadable);
    }
  });

  it.each(['', 'v1', 'v1.old', 'v1.old.', 'v2.old.AAAA', 'v1.old.AAAA', 'hunter2'])(
    'refuses what is no sealed secret: "%s"',
    (text) => {
      expect(opening(box, text)).toEqual(unreadable);
    },
  );

  it('refuses a shortened authentication tag', () => {
    const sealed = box.seal('hunter2', CONTEXT);
    expect(opening(box, sealed.slice(0, -4))).toEqual(unreadable);
  });

  it('seals with the first key and opens with every key', () => {
    const rotated = SecretBox.fromMasterKeys(`${NEW},${OLD}`);
    expect(rotated.open(box.seal('hunter2', CONTEXT), CONTEXT)).toBe('hunter2');
    expect(rotated.seal('hunter2', CONTEXT)).toMatch(/^v1\.new\./);
  });

  it('names the key that is missing', () => {
    const sealed = SecretBox.fromMasterKeys(NEW).seal('hunter2', CONTEXT);
    expect(opening(box, sealed)).toEqual(unreadable);
    expect((opening(box, sealed) as Error).message).toContain('"new"');
  });

  it.each([
    ['', 'no id'],
    ['k', '0 bytes'],
    [`k:${randomBytes(31).toString('base64')}`, '31 bytes'],
    [`${OLD},${OLD}`, 'two master keys'],
    [`a b:${key()}`, 'no id'],
  ])('refuses master keys of another form (%#)', (spec, why) => {
    expect(() => SecretBox.fromMasterKeys(spec)).toThrow(why);
  });

  it('shows no key material when it refuses master keys', () => {
    const secret = randomBytes(31).toString('base64');
    expect(() => SecretBox.fromMasterKeys(`k:${secret}`)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret) }),
    );
  });
});

describe('a signature', () => {
  const box = SecretBox.fromMasterKeys(OLD);
  const signature = box.sign('backup 1', 'download');

  it('is good for its text and purpose alone', () => {
    expect(signature).toMatch(/^old\.[A-Za-z0-9_-]{43}$/);
    expect(box.isSigned('backup 1', signature, 'download')).toBe(true);
    expect(box.isSigned('backup 2', signature, 'download')).toBe(false);
    expect(box.isSigned('backup 1', signature, 'login')).toBe(false);
  });

  it('outlives a change of the signing key as long as its own is known', () => {
    expect(SecretBox.fromMasterKeys(`${NEW},${OLD}`).isSigned('backup 1', signature, 'download')).toBe(true);
    expect(SecretBox.fromMasterKeys(NEW).isSigned('backup 1', signature, 'download')).toBe(false);
    const [, other] = NEW.split(':');
    expect(SecretBox.fromMasterKeys(`old:${other}`).isSigned('backup 1', signature, 'download')).toBe(false);
  });

  it.each(['', '.', 'old', 'old.', 'old.AAAA', 'old.päßwörd', `${'a'.repeat(90)}.b`, `\0.${'A'.repeat(43)}`])(
    'is not %j',
    (text) => expect(box.isSigned('backup 1', text, 'download')).toBe(false),
  );

  it('is wrong when any of its bits is', () => {
    const bytes = Buffer.from(signature.slice(4), 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(box.isSigned('backup 1', `old.${changed.toString('base64url')}`, 'download')).toBe(false);
    }
  });
});
