import { loadConfig } from '@app/service';
import { GatewayConfig } from '../config';
import { callerAddress } from './caller-address';

const from = (ip: string | undefined, remoteAddress?: string) =>
  callerAddress({ ip, socket: { remoteAddress } } as Parameters<typeof callerAddress>[0]);

describe('the address of a caller', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('of %s is %s', (ip, address) => {
    expect(from(ip)).toBe(address);
  });

  it('is that of the socket where a proxy forwards something else than an address', () => {
    for (const nonsense of ['unknown', '192.0.2.7:1234', "'; DROP TABLE", '', undefined])
      expect(from(nonsense, '::ffff:127.0.0.1')).toBe('127.0.0.1');
  });
});

describe('TRUST_PROXY', () => {
  const trusting = (proxies?: string) =>
    loadConfig(GatewayConfig, {
      STRONGROOM_DATABASE_URL: 'postgres://role:password@127.0.0.1/strongroom',
      STRONGROOM_NATS_URL: 'nats://gateway:password@127.0.0.1:4222',
      STRONGROOM_MASTER_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
      ...(proxies === undefined ? {} : { TRUST_PROXY: proxies }),
    }).trustedProxies;

  it('names addresses, networks and well-known networks; nobody is trusted unless it is set', () => {
    expect(trusting()).toEqual([]);
    expect(trusting('loopback,10.0.0.0/8,192.0.2.1,2001:db8::/32')).toEqual([
      'loopback',
      '10.0.0.0/8',
      '192.0.2.1',
      '2001:db8::/32',
    ]);
  });

  it.each(['true', '1', 'proxy.local', '10.0.0.0/33', '10.0.0.0/0', '10.0.0.0/8/8', '::/129', '10.0.0.0/'])(
    'refuses %s',
    (proxy) => {
      expect(() => trusting(proxy)).toThrow(/each of TRUST_PROXY must be an address, a network/);
    },
  );
});
