/**
 * Which addresses notices may go to. People of an organization name them, and the notifier stands where the database, the
 * broker and the metadata service of a cloud can be reached: so only public addresses, and what the operator allows.
 */
import { BlockList, isIP } from 'node:net';

type Family = 'ipv4' | 'ipv6';

const NOT_PUBLIC = [
  // RFC 6890, and multicast
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  // outside of 2000::/3 nothing is public; the rest of the list lies within, or carries an IPv4 address
  '::/3',
  '4000::/2',
  '8000::/1',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
];

/** Whether the text is a network such as `10.1.0.0/16` or `fd00::/8`. */
export function isNetwork(text: string): boolean {
  return networkOf(text) !== undefined;
}

/** @param allowed networks that notices may go to although they are not public */
export function addressRule(allowed: readonly string[]): (address: string) => boolean {
  const closed = listsOf(NOT_PUBLIC);
  const open = listsOf(allowed);
  return (address) => {
    const plain = withoutMapping(address);
    const family = familyOf(plain);
    return family !== undefined && (!closed[family].check(plain, family) || open[family].check(plain, family));
  };
}

/** One for each family: a list of both takes every IPv4 address for a part of `::/3`. */
function listsOf(networks: readonly string[]): Record<Family, BlockList> {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const text of networks) {
    const network = networkOf(text);
    if (network) lists[network.family].addSubnet(network.address, network.prefix, network.family);
  }
  return lists;
}

function networkOf(text: string) {
  const [address = '', length = '', ...rest] = text.split('/');
  const family = familyOf(address);
  const prefix = Number(length);
  if (family === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  return prefix <= (family === 'ipv4' ? 32 : 128) ? { address, prefix, family } : undefined;
}

function familyOf(address: string): Family | undefined {
  const version = isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
}

/** An IPv4 address that is written as IPv6 is judged as what it is. */
function withoutMapping(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
