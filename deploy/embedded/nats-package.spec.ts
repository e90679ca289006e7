import { atLeastOldest } from './nats-package';

describe('atLeastOldest', () => {
  it.each([
    ['nats-server: v2.9.10', false],
    ['nats-server: v2.10.27', true],
    ['nats-server-2.10.27-1+b2', true],
    ['3.0.0', true],
    ['1.99', false],
    ['unknown', false],
  ])('judges "%s": %s', (text, recent) => {
    expect(atLeastOldest(text)).toBe(recent);
  });
});
