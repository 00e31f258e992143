import { expect, test } from 'vitest';
import { isPublicAddress } from '../../../src/adapters/datasets/public-address.ts';

test.each([
  '8.8.8.8',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.0.1',
  '192.0.1.1',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001:800::200e',
])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

test.each([
  ['loopback', '127.0.0.1'],
  ['loopback', '127.8.0.1'],
  ['this host', '0.0.0.0'],
  ['private', '10.1.2.3'],
  ['private', '172.16.0.1'],
  ['private', '192.168.1.1'],
  ['link-local, where clouds have their metadata', '169.254.169.254'],
  ["a carrier's", '100.100.100.200'],
  ['multicast', '224.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['IPv6 loopback', '::1'],
  ['IPv6 unspecified', '::'],
  ['unique local', 'fd00:ec2::254'],
  ['IPv6 link-local', 'fe80::1'],
  ['IPv4 in IPv6', '::ffff:10.0.0.1'],
  ['public IPv4 in IPv6', '::ffff:8.8.8.8'],
  ['NAT64', '64:ff9b::a00:1'],
  ['6to4 of a private address', '2002:a00:1::'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['documentation', '2001:db8::1'],
  ['no address', 'localhost'],
])('%s is not: %s', (_, address) => expect(isPublicAddress(address)).toBe(false));
