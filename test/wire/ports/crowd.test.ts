import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { Crowd } from '../../../src/wire/ports/http.ts';

class Connection extends EventEmitter {
  readonly remoteAddress: string;
  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }
}

/** Connects until it is refused, or often enough. */
function fill(crowd: Crowd, address: string, most = 5000): Connection[] {
  const taken: Connection[] = [];
  for (let one = new Connection(address); taken.length < most && crowd.take(one); one = new Connection(address)) taken.push(one);
  return taken;
}

test('a machine that opens all the connections it can keeps no other one out, and gets them back as it closes them', () => {
  const crowd = new Crowd();
  const taken = fill(crowd, '192.168.1.66');
  expect(taken).toHaveLength(64);
  expect(crowd.take(new Connection('192.168.1.20'))).toBe(true);
  taken[0]?.emit('close');
  expect(fill(crowd, '192.168.1.66')).toHaveLength(1);
});

test('a network full of them leaves this machine its page', () => {
  const crowd = new Crowd();
  for (let host = 0; host < 100; host++) fill(crowd, `fd00::${host.toString(16)}`);
  expect(crowd.take(new Connection('192.168.1.20'))).toBe(false);
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(fill(crowd, address, 100)).toHaveLength(100);
});
