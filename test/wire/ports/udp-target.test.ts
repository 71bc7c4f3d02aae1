import { afterEach, expect, test } from 'vitest';
import { isFault } from '../../../src/wire/ports/fault.ts';
import { openUdp, type UdpPort } from '../../../src/wire/ports/udp.ts';
import { UdpTarget } from '../../../src/wire/ports/udp-target.ts';
import { until } from '../../until.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function receiver(port = 0): Promise<{ port: UdpPort; heard: string[] }> {
  const opened = await openUdp({ port });
  if (isFault(opened)) throw new Error(opened.reason);
  const heard: string[] = [];
  opened.read((bytes) => heard.push(Buffer.from(bytes).toString('latin1')));
  ends.push(() => opened.close());
  return { port: opened, heard };
}

function target(address: string, port: number): UdpTarget {
  const one = new UdpTarget({ address, port });
  ends.push(() => one.close());
  return one;
}

test.each(['127.0.0.1', 'localhost'])('what is sent to %s arrives in order, the first also', async (address) => {
  const { port, heard } = await receiver();
  const one = target(address, port.local.port);
  const sent = Array.from({ length: 50 }, (_, index) => String(index));
  const faults = await Promise.all(sent.map((text) => one.send(Buffer.from(text))));
  expect(faults.filter(Boolean)).toEqual([]);
  await until('all are there', () => heard.length === 50);
  expect(heard).toEqual(sent);
});

test('all machines of a network can be sent to', async () => {
  const opened = await openUdp({ host: '0.0.0.0', port: 0 });
  if (isFault(opened)) throw new Error(opened.reason);
  ends.push(() => opened.close());
  const heard: string[] = [];
  opened.read((bytes) => heard.push(Buffer.from(bytes).toString('latin1')));
  expect(await target('127.255.255.255', opened.local.port).send(Buffer.from('all'))).toBeUndefined();
  await until('it is there', () => heard.length > 0);
  expect(heard).toEqual(['all']);
});

test('nothing is sent before somebody sends', async () => {
  const { port, heard } = await receiver();
  const one = target('127.0.0.1', port.local.port);
  await one.send(Buffer.from('now'));
  await until('it is there', () => heard.length > 0);
  expect(heard).toEqual(['now']);
});

test('a port that nobody listens on is told, and the next one arrives when somebody does', async () => {
  const { port } = await receiver();
  const { port: number } = port.local;
  await port.close();
  const one = target('127.0.0.1', number);
  expect((await one.send(Buffer.from('a')))?.reason).toBe(`nothing listens at 127.0.0.1:${number}`);
  await one.send(Buffer.from('b'));
  const { heard } = await receiver(number);
  expect(await one.send(Buffer.from('c'))).toBeUndefined();
  await until('it is there', () => heard.length > 0);
  expect(heard).toEqual(['c']);
});

test('a name that nobody has is told, and costs no more than a while', async () => {
  const one = target('no-such-machine.invalid', 9000);
  expect(isFault(await one.send(Buffer.from('a')))).toBe(true);
});

test('while a name is looked for no more than 256 messages wait', async () => {
  const one = target('no-such-machine.invalid', 9000);
  const faults = await Promise.all(Array.from({ length: 300 }, () => one.send(Buffer.from('a'))));
  expect(faults.filter((fault) => fault?.code === 'BUSY')).toHaveLength(44);
});

test('a message that does not fit into a datagram is a fault, and a closed target sends nothing', async () => {
  const { port, heard } = await receiver();
  const one = target('127.0.0.1', port.local.port);
  expect((await one.send(new Uint8Array(70_000)))?.code).toBe('EMSGSIZE');
  one.close();
  expect(isFault(await one.send(Buffer.from('late')))).toBe(true);
  expect(heard).toEqual([]);
});
