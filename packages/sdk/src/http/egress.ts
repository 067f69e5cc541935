import { lookup as resolveName, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * How far a connection may reach beyond the public internet. `private`: an administrator opened this very host and port
 * in a private network, the normal case for an ERP on premises. `loopback`: this machine as well, as the demo systems
 * need it; only the installation's own configuration may say so.
 */
export type EgressReach = 'public' | 'private' | 'loopback';

/** Why an address may not be reached, in words that complete the sentence "it is …". */
const forbiddenEverywhere: readonly [range: string, prefix: number, family: 'ipv4' | 'ipv6', what: string][] = [
  // Services that hand out a cloud machine's credentials. Some sit in otherwise public or private ranges.
  ['169.254.0.0', 16, 'ipv4', 'a link-local address'],
  ['168.63.129.16', 32, 'ipv4', "a cloud provider's internal service"],
  ['100.100.100.200', 32, 'ipv4', "a cloud provider's internal service"],
  ['fd00:ec2::254', 128, 'ipv6', "a cloud provider's internal service"],
  ['0.0.0.0', 8, 'ipv4', 'no address of another machine'],
  ['192.0.0.0', 24, 'ipv4', 'a reserved address'],
  ['192.0.2.0', 24, 'ipv4', 'a reserved address'],
  ['192.88.99.0', 24, 'ipv4', 'a reserved address'],
  ['198.18.0.0', 15, 'ipv4', 'a reserved address'],
  ['198.51.100.0', 24, 'ipv4', 'a reserved address'],
  ['203.0.113.0', 24, 'ipv4', 'a reserved address'],
  ['224.0.0.0', 4, 'ipv4', 'a multicast address'],
  ['240.0.0.0', 4, 'ipv4', 'a reserved address'],
  ['fe80::', 10, 'ipv6', 'a link-local address'],
  ['ff00::', 8, 'ipv6', 'a multicast address'],
];
const privateRanges: readonly [range: string, prefix: number, family: 'ipv4' | 'ipv6'][] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
];
/** Inside 2000::/3, the public part of IPv6, yet not an ordinary machine: tunnels (which carry any IPv4) and examples. */
const specialIpv6: readonly [range: string, prefix: number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

function blockList(ranges: Iterable<readonly [string, number, ('ipv4' | 'ipv6')?, ...unknown[]]>): BlockList {
  const list = new BlockList();
  for (const [range, prefix, family] of ranges) list.addSubnet(range, prefix, family ?? 'ipv6');
  return list;
}

const forbidden = forbiddenEverywhere.map((row) => ({ list: blockList([row]), what: row[3] }));
const inPrivate = blockList(privateRanges);
const inLoopback = blockList([
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
]);
const inPublicIpv6 = blockList([['2000::', 3]]);
const inSpecialIpv6 = blockList(specialIpv6);
const inNat64 = blockList([['64:ff9b::', 96]]);
const inMapped = blockList([['::ffff:0:0', 96]]);

/** The IPv4 address inside the last 32 bits of an IPv6 address, in any notation. */
function embeddedIpv4(address: string): string {
  const withoutZone = address.split('%', 1)[0]!;
  const canonical = new URL(`http://[${withoutZone}]/`).hostname.slice(1, -1);
  const groups = canonical.split(':').map((group) => (group === '' ? 0 : Number.parseInt(group, 16)));
  const high = groups.at(-2) ?? 0;
  const low = groups.at(-1) ?? 0;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** What stands in the way of reaching this IP address, or null when nothing does. Unknown forms are refused. */
export function egressObstacle(address: string, reach: EgressReach): string | null {
  const family = isIP(address);
  if (family === 0) return 'not an IP address';
  if (family === 6) {
    const plain = address.split('%', 1)[0]!;
    if (inMapped.check(plain, 'ipv6') || inNat64.check(plain, 'ipv6'))
      return egressObstacle(embeddedIpv4(plain), reach);
  }
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const plain = family === 4 ? address : address.split('%', 1)[0]!;
  for (const { list, what } of forbidden) if (list.check(plain, kind)) return what;
  if (inLoopback.check(plain, kind)) return reach === 'loopback' ? null : 'an address of the machine itself';
  if (inPrivate.check(plain, kind)) return reach === 'public' ? 'an address in a private network' : null;
  if (kind === 'ipv6' && (!inPublicIpv6.check(plain, 'ipv6') || inSpecialIpv6.check(plain, 'ipv6')))
    return 'a reserved address';
  return null;
}

/** A host that resolves to nothing a connection may reach. Thrown before a socket is opened. */
export class EgressRefused extends Error {
  readonly code = 'KOPPEL_EGRESS_REFUSED';
  readonly host: string;
  readonly address: string;
  readonly obstacle: string;
  constructor(host: string, address: string, obstacle: string) {
    super(`"${host}" (${address}) is ${obstacle}.`);
    this.name = 'EgressRefused';
    this.host = host;
    this.address = address;
    this.obstacle = obstacle;
  }
}

/**
 * A name look-up for sockets that gives only addresses which may be reached. The socket connects to exactly the address
 * that was checked, so an answer that changes between check and use is of no help to anyone.
 */
export function guardedLookup(reach: EgressReach): LookupFunction {
  return (host, options, done) => {
    resolveName(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return done(error, []);
      const open = addresses.filter(({ address }) => egressObstacle(address, reach) === null);
      const [first] = open;
      if (first === undefined) {
        const address = addresses[0]?.address ?? host;
        return done(new EgressRefused(host, address, egressObstacle(address, reach) ?? 'without an address'), []);
      }
      if (options.all === true) return done(null, open);
      return done(null, first.address, first.family);
    });
  };
}
