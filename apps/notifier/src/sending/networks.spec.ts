import { addressRule, isNetwork } from './networks';

describe('the addresses that notices may go to', () => {
  const isAllowed = addressRule([]);

  it.each(['1.1.1.1', '93.184.216.34', '2606:4700::1111', '2a01:4f8::1', '::ffff:1.1.1.1'])('have %s', (address) => {
    expect(isAllowed(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '100.100.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fd00:ec2::254',
    'ff02::1',
    '2002:7f00:1::',
    '2001::1',
    'localhost',
    '',
  ])('do not have %s', (address) => {
    expect(isAllowed(address)).toBe(false);
  });

  it('have what is allowed besides, and nothing beside that', () => {
    const wider = addressRule(['10.1.0.0/16', 'fd00:1::/32']);
    const allowed = ['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::5', '1.1.1.1', '10.2.0.1', 'fd00:2::5'].filter(wider);
    expect(allowed).toEqual(['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::5', '1.1.1.1']);
  });

  it.each([
    ['10.1.0.0/16', true],
    ['fd00::/8', true],
    ['10.1.0.0', false],
    ['10.1.0.0/33', false],
    ['example.com/8', false],
    ['10.0.0.0/8/8', false],
    ['10.0.0.0/-1', false],
  ])('%s is a network: %s', (text, is) => {
    expect(isNetwork(text)).toBe(is);
  });
});
