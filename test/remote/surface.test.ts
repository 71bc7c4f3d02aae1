import { afterEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../src/desk/actor.ts';
import type { View } from '../../src/desk/verb.ts';
import type { Hands, SurfaceState } from '../../src/remote/hands.ts';
import { readFrame, writeHeader } from '../../src/remote/protocol/frames.ts';
import { MIDI_FRAME_BYTES } from '../../src/remote/surface-link.ts';
import { until } from '../until.ts';
import { bearer, type RemoteKit, remoteKit, TOKENS } from './remote-kit.ts';

const state = (name: string): SurfaceState => ({
  name,
  model: 'Behringer X-Touch',
  state: 'live',
  reason: '',
  layer: 'inputs',
  mode: 'pan',
  flip: false,
  strips: ['ch/1', null],
  selected: null,
  load: 0,
  waitingMs: 0,
});

/** Surfaces that only keep what they are told. */
class PaperHands implements Hands {
  readonly attached = new Map<string, { actor: Actor; heard: Uint8Array[]; send: (bytes: Uint8Array) => void }>();
  readonly #watchers = new Set<() => void>();
  surfaces: SurfaceState[] = [];
  list = () => this.surfaces;
  watch = (changed: () => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };
  change(): void {
    for (const changed of this.#watchers) changed();
  }
  attach: Hands['attach'] = (profile, actor, send) => {
    if (profile !== 'behringer-x-touch') return { code: 'unknown-path', got: profile, want: 'behringer-x-touch' };
    const name = `X-Touch ${this.attached.size + 1}`;
    const heard: Uint8Array[] = [];
    this.attached.set(name, { actor, heard, send });
    this.surfaces = [...this.surfaces, state(name)];
    this.change();
    return {
      name,
      hear: (bytes) => void heard.push(bytes),
      close: () => {
        this.attached.delete(name);
        this.surfaces = this.surfaces.filter((one) => one.name !== name);
        this.change();
      },
    };
  };
  bytesOf = (name: string): number[] => this.attached.get(name)?.heard.flatMap((bytes) => [...bytes]) ?? [];
}

let kit: RemoteKit;
let hands: PaperHands;
afterEach(() => kit.stop());

async function withHands(options: Parameters<typeof remoteKit>[0] = {}) {
  hands = new PaperHands();
  kit = await remoteKit({ ...options, hands });
}

function midi(bytes: readonly number[], kind: 'midi' | 'meters' = 'midi'): Buffer {
  const frame = Buffer.alloc(8 + bytes.length);
  writeHeader(new DataView(frame.buffer, frame.byteOffset, frame.length), kind, 0, 1);
  frame.set(bytes, 8);
  return frame;
}

/** A client that has become a surface. */
async function surfaceClient() {
  const client = await kit.client();
  const answer = await client.ask({ t: 'surface', profile: 'behringer-x-touch' });
  expect(answer).toMatchObject({ t: 'ok', answer: { found: { surface: 'X-Touch 1' } } });
  return client;
}

describe('a client that is a surface', () => {
  test('says and is told MIDI, byte for byte and in order', async () => {
    await withHands();
    const client = await surfaceClient();
    client.ws.send(midi([0x90, 0x68, 0x7f]));
    client.ws.send(midi([0xe0, 0x12]));
    client.ws.send(midi([0x34]));
    await until('all bytes', () => hands.bytesOf('X-Touch 1').length === 6);
    expect(hands.bytesOf('X-Touch 1')).toEqual([0x90, 0x68, 0x7f, 0xe0, 0x12, 0x34]);
    const paint = Uint8Array.from({ length: MIDI_FRAME_BYTES + 3 }, (_, index) => index % 128);
    hands.attached.get('X-Touch 1')?.send(paint);
    hands.attached.get('X-Touch 1')?.send(Uint8Array.of(0x90, 0x10, 0x7f));
    await client.until(() => client.frames.length === 3);
    const frames = client.frames.map((bytes) => readFrame(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
    expect(frames.map((frame) => [frame?.kind, frame?.layout, frame?.sequence])).toEqual([
      ['midi', 0, 0],
      ['midi', 0, 1],
      ['midi', 0, 2],
    ]);
    expect(Buffer.concat(client.frames.map((bytes) => bytes.subarray(8)))).toEqual(Buffer.from([...paint, 0x90, 0x10, 0x7f]));
  });

  test('is the actor of the client, and ends when it says so, becomes another, or goes', async () => {
    await withHands();
    const client = await surfaceClient();
    expect(hands.attached.get('X-Touch 1')?.actor).toMatchObject({ id: 'ws 1', kind: 'tablet' });
    const old = hands.attached.get('X-Touch 1');
    await client.ask({ t: 'surface', profile: 'behringer-x-touch' });
    expect([...hands.attached.keys()]).toEqual(['X-Touch 1']);
    expect(hands.attached.get('X-Touch 1')).not.toBe(old);
    // What the surface that ended still says reaches nobody.
    old?.send(Uint8Array.of(1, 2, 3));
    expect(await client.ask({ t: 'surface', profile: null })).toMatchObject({ t: 'ok' });
    expect(hands.attached.size).toBe(0);
    await client.ask({ t: 'surface', profile: 'behringer-x-touch' });
    client.ws.terminate();
    await until('the surface is gone', () => hands.attached.size === 0);
    expect(client.frames).toEqual([]);
  });

  test('is refused where there is no such profile, no surfaces at all, or the role does not allow it', async () => {
    await withHands();
    const client = await kit.client();
    expect(await client.ask({ t: 'surface', profile: 'x' })).toMatchObject({ t: 'refused', error: { code: 'unknown-path' } });
    const viewer = await kit.client(bearer(TOKENS.viewer));
    expect(await viewer.ask({ t: 'surface', profile: 'behringer-x-touch' })).toMatchObject({ error: { code: 'role' } });
    await kit.stop();
    kit = await remoteKit();
    const other = await kit.client();
    expect(await other.ask({ t: 'surface', profile: 'behringer-x-touch' })).toMatchObject({ t: 'refused' });
  });

  test('ends with the role that allowed it', async () => {
    await withHands();
    const client = await surfaceClient();
    client.say({ t: 'auth', token: TOKENS.viewer });
    await until('the surface is gone', () => hands.attached.size === 0);
    client.ws.send(midi([0x90, 0x68, 0x7f]));
    expect(await client.code()).toBe(1003);
  });

  test.each([
    ['without a surface', false, midi([0x90, 1, 2]), 1003],
    ['of another kind', true, midi([0x90, 1, 2], 'meters'), 1003],
    ['without a head', true, Buffer.of(1, 2, 3), 1003],
    ['that is too long', true, midi(Array.from({ length: MIDI_FRAME_BYTES + 1 }, () => 0)), 1009],
  ])('a binary frame %s ends the connection', async (_, isSurface, frame, code) => {
    await withHands();
    const client = isSurface ? await surfaceClient() : await kit.client();
    client.ws.send(frame);
    expect(await client.code()).toBe(code);
    await until('nothing is left', () => hands.attached.size === 0);
  });

  test('more bytes than a cable carries wait, and none is lost; other clients do not', async () => {
    await withHands();
    const client = await surfaceClient();
    const other = await kit.client();
    const sent = Array.from({ length: 3000 }, (_, index) => [0xe0, index % 128, Math.floor(index / 128)]);
    for (const message of sent) client.ws.send(midi(message));
    client.say({ t: 'set', ref: 99, path: 'ch/1/fader', value: -3 });
    // The clock stands: what the first second allows is heard, and no more.
    await until('the first second', () => hands.bytesOf('X-Touch 1').length > 2000);
    for (let i = 0; i < 3; i++) expect(await other.ask({ t: 'set', path: 'ch/2/fader', value: -i })).toMatchObject({ t: 'ok' });
    const early = hands.bytesOf('X-Touch 1').length;
    expect(early).toBeLessThan(3000);
    expect(kit.get('ch/1/fader')).toBe(0);
    await until('all of it', () => {
      kit.clock.advance(50);
      return client.told.some((told) => told.t === 'ok' && told.ref === 99);
    });
    expect(hands.bytesOf('X-Touch 1')).toEqual(sent.flat());
    expect(kit.get('ch/1/fader')).toBe(-3);
  });

  test('a surface that throws ends its own connection only', async () => {
    await withHands();
    const client = await surfaceClient();
    const other = await kit.client();
    const attached = hands.attached.get('X-Touch 1');
    if (attached)
      attached.heard.push = () => {
        throw new Error('a room broke');
      };
    client.ws.send(midi([0x90, 1, 2]));
    expect(await client.code()).toBe(1011);
    expect(kit.remote.counts.faults).toBe(1);
    expect(await other.ask({ t: 'set', path: 'ch/2/fader', value: -1 })).toMatchObject({ t: 'ok' });
  });
});

describe('news of surfaces', () => {
  test('come with the first sub, then once a turn however often something changed, and not for what is the same', async () => {
    await withHands();
    const client = await kit.client();
    await client.ask({ t: 'sub', pattern: 'ch/1/fader' });
    expect(await client.next('surfaces')).toEqual({ t: 'surfaces', surfaces: [] });
    hands.surfaces = [state('X-Touch')];
    for (let i = 0; i < 5; i++) hands.change();
    expect(await client.next('surfaces')).toMatchObject({ surfaces: [{ name: 'X-Touch', strips: ['ch/1', null] }] });
    hands.change();
    await client.ask({ t: 'sub', pattern: 'ch/2/fader' });
    expect(client.told.filter(({ t }) => t === 'surfaces')).toEqual([]);
    hands.surfaces = [];
    hands.change();
    expect(await client.next('surfaces')).toEqual({ t: 'surfaces', surfaces: [] });
  });

  test('are not for clients that have not subscribed', async () => {
    await withHands();
    const quiet = await kit.client();
    hands.surfaces = [state('X-Touch')];
    hands.change();
    await quiet.ask({ t: 'snapshot' });
    expect(quiet.told.map(({ t }) => t)).not.toContain('surfaces');
    expect((await kit.json('/api/v1/surfaces')).body).toEqual([state('X-Touch')]);
  });
});

describe('as NAME', () => {
  /** Cast: these verbs ask a view for nothing but what is selected. */
  const views = (name: string) => (name === 'X-Touch' ? ({ name, selected: 'ch/2' } as View) : undefined);
  const everyWay = async (as: string) => {
    const client = await kit.client();
    const said = await client.ask({ t: 'say', line: `get selected/fader as "${as}"` });
    const run = await client.ask({ t: 'verb', verb: 'get', args: { target: 'selected/fader' }, as });
    const posted = await kit.json('/api/v1/verbs/get', 'POST', { target: 'selected/fader', as });
    const line = await kit.json('/api/v1/say', 'POST', { line: `get selected/fader as "${as}"` });
    return [said, run, posted.body, line.body];
  };

  test('means what that surface has selected, in a line, a verb and by HTTP', async () => {
    kit = await remoteKit({ views });
    kit.say('set ch/2/fader -12.5');
    for (const answer of await everyWay('X-Touch')) expect(JSON.stringify(answer)).toContain('ch/2/fader -12.5 dB');
  });

  test('of a surface that is not there is refused in the same words', async () => {
    kit = await remoteKit({ views });
    const error = { code: 'malformed', message: '"Tango" is not the name of a surface that is here' };
    for (const answer of await everyWay('Tango')) expect(answer).toMatchObject({ error });
  });
});
