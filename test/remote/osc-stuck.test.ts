import { expect, test } from 'vitest';
import type { StreamLink } from '../../src/remote/osc.ts';
import { frameOsc, OscStream } from '../../src/wire/formats/osc-stream.ts';
import { oscKit, packetOf, type Said, saidIn } from './osc-kit.ts';

/** A TCP client whose window can be shut: then no byte is taken. */
class FakeLink implements StreamLink {
  readonly peer = { address: '127.0.0.1', port: 40_000 };
  readonly heard: Said[] = [];
  readonly closedFor: string[] = [];
  reads = true;
  readonly #stream = new OscStream();
  #reader: (chunk: Uint8Array) => void = () => {};
  #closer: (reason: string) => void = () => {};

  read(reader: (chunk: Uint8Array) => void): () => void {
    this.#reader = reader;
    return () => {};
  }
  write(bytes: Uint8Array): boolean {
    if (this.reads) this.#stream.push(bytes, (packet) => this.heard.push(...saidIn(packet)));
    return this.reads;
  }
  onClose(closer: (reason: string) => void): void {
    this.#closer = closer;
  }
  close(reason: string): void {
    this.closedFor.push(reason);
    this.#closer(reason);
  }
  say(...said: Said): void {
    this.sayBytes(packetOf(said));
  }
  sayBytes(packet: Uint8Array): void {
    this.#reader(frameOsc(packet, 'slip'));
  }
}

function subscribed() {
  const kit = oscKit();
  const link = new FakeLink();
  kit.door.serveStream(link);
  link.say('/subscribe', 'si', 'ch/*/fader', 20);
  kit.clock.advance(100);
  link.heard.length = 0;
  return { ...kit, link };
}

test('a client that does not read for a while is told the newest values when it reads again, and nothing in between', () => {
  const { link, say, clock } = subscribed();
  link.reads = false;
  for (let move = 0; move < 50; move++) {
    say(`set ch/7/fader ${-60 + move}`);
    say(`set ch/8/fader ${-70 + move}`);
    clock.advance(100);
  }
  link.reads = true;
  clock.advance(100);
  expect(link.heard).toEqual([
    ['/ch/7/fader', 'f', -11],
    ['/ch/8/fader', 'f', -21],
  ]);
  expect(link.closedFor).toEqual([]);
});

test('a client that reads nothing for 10 s is let go, with its holds and its timers', () => {
  const { link, say, clock, door, refused } = subscribed();
  link.say('/ch/6/fader/touch', 'i', 1);
  link.reads = false;
  say('set ch/7/fader -20');
  clock.advance(10_200);
  expect(link.closedFor).toEqual(['has read nothing for 10 s']);
  expect([door.sessions, refused('set ch/6/fader 0'), clock.timers]).toEqual([0, '', 0]);
});

test('a broken packet inside a sound stream is counted, and the stream goes on', () => {
  const { link, door, get } = subscribed();
  link.say('/ch/7/fader', 'f', -6);
  link.sayBytes(packetOf(['/ch/7/fader', 'f', 0]).subarray(0, 16));
  link.say('/ch/8/fader', 'f', -7);
  expect([get('ch/7/fader'), get('ch/8/fader'), door.counts.malformed]).toEqual([-6, -7, 1]);
});
