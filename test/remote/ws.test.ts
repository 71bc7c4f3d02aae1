import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RemoteKit, remoteKit } from './remote-kit.ts';

let kit: RemoteKit;
beforeEach(async () => {
  kit = await remoteKit();
});
afterEach(() => kit.stop());

describe('a WebSocket client', () => {
  test('is greeted with what it may do, and is told what it moved itself', async () => {
    const client = await kit.client();
    client.say({ t: 'sub', pattern: 'ch/*/fader' });
    await client.next('holds');
    expect(await client.ask({ t: 'set', path: 'ch/7/fader', value: -10 })).toEqual({ t: 'ok', ref: 1, rev: 1, value: -10 });
    expect(client.told[0]).toMatchObject({ t: 'changes', rev: 1, c: [['ch/7/fader', -10]], by: [{ actor: 'ws 1', kind: 'tablet' }] });
  });
});
