import { emailOf } from './email-of';

const ada = { email: 'Ada@Example.com', email_verified: true };

describe('the email of a token', () => {
  it.each([
    ['a verified one', ada, 'email', null, 'ada@example.com'],
    ['one of an allowed domain', ada, 'email', ['example.org', 'example.com'], 'ada@example.com'],
    ['one in another claim', { upn: 'ada@example.com', email_verified: true }, 'upn', null, 'ada@example.com'],
  ])('is taken: %s', (_, claims, claim, domains, expected) => {
    expect(emailOf(claims, claim, domains)).toBe(expected);
  });

  it.each([
    ['none', { email_verified: true }, null],
    ['one that is not verified', { ...ada, email_verified: false }, null],
    ['one that is verified in words', { ...ada, email_verified: 'true' }, null],
    ['one without any word on it', { email: ada.email }, null],
    ['one of another domain', ada, ['example.org']],
    ['one of a domain below', { ...ada, email: 'ada@evil.example.org' }, ['example.org']],
    ['one with two domains', { ...ada, email: 'ada@example.org@evil.example' }, ['example.org']],
    ['a list', { ...ada, email: ['ada@example.com'] }, null],
    ['a name', { ...ada, email: 'ada' }, null],
  ])('is not taken: %s', (_, claims, domains) => {
    expect(emailOf(claims, 'email', domains)).toBeUndefined();
  });
});
