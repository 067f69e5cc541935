import { describe, expect, test } from 'vitest';
import { egressObstacle } from './egress.ts';

const nobody = [
  '0.0.0.0',
  '169.254.169.254',
  '168.63.129.16',
  '100.100.100.200',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  'fd00:ec2::254',
  '2001:db8::1',
  '2001::1',
  '2002:7f00:1::',
  '100::1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '64:ff9b::169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  'localhost',
  '',
];
const loopback = ['127.0.0.1', '127.255.0.3', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:7f00:0001'];
const inPrivate = [
  '10.0.0.5',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  'fd12:3456::1',
  'fc00::1',
  '::ffff:10.0.0.5',
  '::ffff:c0a8:101',
  '64:ff9b::10.0.0.5',
];
const open = ['8.8.8.8', '172.32.0.1', '52.97.183.162', '2a01:111:f400::1', '2606:4700::1111', '::ffff:8.8.8.8'];

describe('what a connection may reach', () => {
  test.each(nobody)('nobody reaches %s', (address) => {
    expect(egressObstacle(address, 'loopback')).not.toBeNull();
  });
  test.each(loopback)('%s is reached only by a connection to this machine', (address) => {
    expect(egressObstacle(address, 'public')).toBe('an address of the machine itself');
    expect(egressObstacle(address, 'private')).toBe('an address of the machine itself');
    expect(egressObstacle(address, 'loopback')).toBeNull();
  });
  test.each(inPrivate)('%s is reached only by a connection that an administrator opened', (address) => {
    expect(egressObstacle(address, 'public')).toBe('an address in a private network');
    expect(egressObstacle(address, 'private')).toBeNull();
  });
  test.each(open)('%s is public', (address) => {
    expect(egressObstacle(address, 'public')).toBeNull();
  });
});
