import { expect, test } from 'vitest';
import { isLoopback, ownNames, ownUrl, reachedBy, urlOf } from '../../src/remote/addresses.ts';

const own = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false) => ({
  address,
  family,
  internal,
  netmask: '',
  mac: '',
  cidr: null,
  ...(family === 'IPv6' ? { scopeid: 0 } : {}),
});
/** As a laptop at a venue has them. Cast: the two families differ in one field that is not looked at. */
const LAPTOP = {
  lo: [own('127.0.0.1', 'IPv4', true), own('::1', 'IPv6', true)],
  docker0: [own('172.17.0.1')],
  wlan0: [own('192.168.1.10'), own('fe80::1', 'IPv6'), own('2001:db8::10', 'IPv6')],
  eth0: [own('169.254.7.7')],
} as unknown as Parameters<typeof reachedBy>[1];

test('others reach a port by the addresses of the network, those inside the machine last', () => {
  expect(reachedBy('0.0.0.0', LAPTOP)).toEqual(['192.168.1.10', '172.17.0.1']);
  expect(reachedBy('::', LAPTOP)).toEqual(['192.168.1.10', '2001:db8::10', '172.17.0.1']);
  expect(reachedBy('192.168.1.10', LAPTOP)).toEqual(['192.168.1.10']);
  for (const host of ['127.0.0.1', '::1', 'localhost']) expect(reachedBy(host, LAPTOP)).toEqual([]);
});

test('a machine is also called by its name, on a network only', () => {
  expect(ownNames('0.0.0.0', 'FOH')).toEqual(['foh', 'foh.local']);
  expect(ownNames('192.168.1.10', 'foh.venue.example')).toEqual(['foh.venue.example', 'foh', 'foh.local']);
  expect(ownNames('127.0.0.1', 'foh')).toEqual([]);
  expect(ownNames('0.0.0.0', 'bad name')).toEqual([]);
});

test('this machine reaches a port that is bound everywhere by loopback', () => {
  expect([ownUrl('0.0.0.0', 8480), ownUrl('::', 8480), ownUrl('192.168.1.10', 8480)]).toEqual([
    'http://127.0.0.1:8480',
    'http://[::1]:8480',
    'http://192.168.1.10:8480',
  ]);
  expect(urlOf('2001:db8::10', 80)).toBe('http://[2001:db8::10]:80');
  expect(['127.0.0.1', '127.9.9.9', '::1', 'LOCALHOST', '0.0.0.0', '192.168.1.1', '127.0.0.1.example'].map(isLoopback)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
