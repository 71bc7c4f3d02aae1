import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REFUSAL_CODES } from '../../src/desk/refusal.ts';
import { documents } from '../../src/remote/documents.ts';
import { STATUS_OF } from '../../src/remote/errors.ts';
import { readJson } from '../../src/remote/json.ts';
import { CLIENT_MESSAGES, clientMessage } from '../../src/remote/protocol/client.ts';
import { DOOR_CODES } from '../../src/remote/protocol/common.ts';
import { centibels, readFrame, readLevels, UNLIT, writeHeader } from '../../src/remote/protocol/frames.ts';
import { ROUTES, verbCall } from '../../src/remote/protocol/http.ts';
import { set } from '../../src/remote/protocol/moves.ts';
import { readSet } from '../../src/remote/protocol/read-set.ts';
import { SERVER_MESSAGES } from '../../src/remote/protocol/server.ts';
import { readClientMessage } from '../../src/remote/protocol.ts';

/** Right, nearly right and wrong fields alike: what a client may send. */
const path = fc.oneof(
  fc.constantFrom('ch/7/fader', '', 'x'.repeat(128), 'x'.repeat(129)),
  fc.integer({ min: -2, max: 1_000_002 }),
  fc.double(),
);
const value = fc.oneof(
  fc.double({ noNaN: false }),
  fc.boolean(),
  fc.string(),
  fc.constant('x'.repeat(1001)),
  fc.constant(null),
  fc.constant([]),
);
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const moveFields = {
  path: some(path),
  value: some(value),
  delta: some(fc.oneof(fc.double(), fc.string())),
  toggle: some(fc.oneof(fc.boolean(), fc.constant(1))),
  position: some(fc.double()),
};
const move = fc.record(moveFields).map(withoutHoles);
const anySet = fc
  .record({
    t: fc.constantFrom('set', 'set', 'set', 'touch'),
    ref: some(fc.oneof(fc.integer(), fc.double(), fc.string())),
    hand: some(fc.oneof(fc.boolean(), fc.constant('yes'))),
    ...moveFields,
    sets: fc.option(fc.oneof(fc.array(fc.oneof(move, fc.constant(null), fc.constant(3)), { maxLength: 4 }), fc.constant('all')), {
      nil: undefined,
      freq: 4,
    }),
    extra: some(fc.string()),
  })
  .map(withoutHoles);
const goodMove = fc.oneof(
  fc.record({
    path: fc.constantFrom('ch/1/fader', 17),
    value: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.string()),
  }),
  fc.record({ path: fc.constantFrom('ch/1/fader', 17), delta: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  fc.record({ path: fc.constantFrom('ch/1/mute', 0), toggle: fc.constant(true as const) }),
  fc.record({ path: fc.constantFrom('ch/1/fader', 17), position: fc.double({ min: 0, max: 1, noNaN: true }) }),
);
const goodSet = fc.oneof(
  goodMove.map((one) => ({ t: 'set', ref: 1, ...one })),
  fc.array(goodMove, { minLength: 1, maxLength: 5 }).map((sets) => ({ t: 'set', hand: true, sets })),
);

/** As JSON carries it: a field that is undefined is not there. */
function withoutHoles<T extends object>(message: T): T {
  return Object.fromEntries(Object.entries(message).filter(([, one]) => one !== undefined)) as T;
}

describe('the protocol', () => {
  test.each([
    [4000, 4000],
    ['4s', 4000],
    ['250 ms', 250],
    ['2 min', 120_000],
    ['4', undefined],
    ['soon', undefined],
    ['-1 s', undefined],
    [-1, undefined],
  ])('a verb takes the time %j', (said, overMs) => {
    const read = readClientMessage({ t: 'verb', verb: 'recall', args: { name: 'A' }, over: said });
    expect('over' in read ? read.over : undefined).toBe(overMs);
    const body = verbCall.safeParse({ name: 'A', over: said });
    expect(body.success ? body.data.over : undefined).toBe(overMs);
  });

  test('a set read by hand is what the schema reads, and is refused when the schema refuses it', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(anySet, goodSet), (message) => {
        const byHand = readSet(message);
        const bySchema = set.safeParse(message);
        expect(byHand).toEqual(bySchema.success ? bySchema.data : undefined);
        if (byHand) read++;
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(1000);
  });

  test('what the schema reads goes over the wire and is read the same', () => {
    fc.assert(
      fc.property(goodSet, (message) => {
        const sent: unknown = JSON.parse(JSON.stringify(message));
        expect(readClientMessage(sent)).toEqual(clientMessage.parse(sent));
      }),
    );
  });

  test('any JSON is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (said) => {
        const read = readClientMessage(said);
        expect('t' in read || read.kind === 'misread').toBe(true);
      }),
    );
    expect(readClientMessage({ t: 'sub', pattern: 3 })).toMatchObject({ kind: 'misread', want: expect.stringContaining('pattern') });
  });

  test('no text, however nested or named, changes what all objects have', () => {
    const names = Object.getOwnPropertyNames(Object.prototype).sort();
    const hostile = fc.constantFrom('__proto__', 'constructor', 'prototype', 't', 'sets', 'args', 'path');
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        fc.constantFrom(1, 'set', true, null),
        fc.dictionary(fc.oneof(hostile, fc.string()), tie('node'), { maxKeys: 4 }),
        fc.array(tie('node'), { maxLength: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (said) => {
        const text = JSON.stringify(said);
        const read = readJson(text);
        if ('said' in read) readClientMessage(read.said);
        const polluted: Record<string, unknown> = {};
        expect(polluted.t ?? polluted.path ?? polluted.args).toBeUndefined();
        if (/"(__proto__|prototype|constructor)":/.test(text)) expect('said' in read).toBe(false);
      }),
    );
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(names);
    expect('said' in readJson('{"\\u005f_proto__":{"t":"set"}}')).toBe(false);
    expect('said' in readJson('['.repeat(30_000) + ']'.repeat(30_000))).toBe(false);
    expect('said' in readJson(`[${'1,'.repeat(10_001)}1]`)).toBe(false);
    expect('said' in readJson('['.repeat(15) + ']'.repeat(15))).toBe(true);
  });

  test('every code of a refusal has a status, and every status a code', () => {
    expect(Object.keys(STATUS_OF).sort()).toEqual([...Object.keys(REFUSAL_CODES), ...Object.keys(DOOR_CODES)].sort());
  });
});

describe('binary frames', () => {
  test('have the bytes that the document says', () => {
    const bytes = new DataView(new ArrayBuffer(14));
    writeHeader(bytes, 'meters', 0x1_0203, 0x0a0b_0c0d);
    for (const [index, level] of [-10, 0.5, Number.NEGATIVE_INFINITY].entries()) bytes.setInt16(8 + index * 2, centibels(level), true);
    // kind 1, version 1, layout 0x0203, sequence 0x0a0b0c0d, -1000, 50, -32768: worked out by hand, low byte first.
    expect([...new Uint8Array(bytes.buffer)]).toEqual([1, 1, 0x03, 0x02, 0x0d, 0x0c, 0x0b, 0x0a, 0x18, 0xfc, 0x32, 0x00, 0x00, 0x80]);
    const frame = readFrame(bytes);
    expect(frame).toMatchObject({ kind: 'meters', layout: 0x0203, sequence: 0x0a0b_0c0d });
    expect(frame && readLevels(frame.payload)).toEqual([-10, 0.5, Number.NEGATIVE_INFINITY]);
  });

  test('levels keep their hundredths, and what cannot be is dark or the highest', () => {
    fc.assert(
      fc.property(fc.integer({ min: -32_767, max: 32_767 }), (hundredths) => {
        expect(centibels(hundredths / 100)).toBe(hundredths);
      }),
    );
    expect([Number.NaN, -400, Number.NEGATIVE_INFINITY].map(centibels)).toEqual([UNLIT, UNLIT, UNLIT]);
    expect(centibels(400)).toBe(32_767);
  });

  test('a frame cut short or of another version is none', () => {
    expect(readFrame(new DataView(new ArrayBuffer(7)))).toBeUndefined();
    expect(readFrame(new DataView(new Uint8Array([1, 2, 0, 0, 0, 0, 0, 0]).buffer))).toBeUndefined();
    expect(readFrame(new DataView(new Uint8Array([9, 1, 0, 0, 0, 0, 0, 0]).buffer))).toBeUndefined();
  });
});

describe('the documents', () => {
  const { openapi, asyncapi } = documents('1.2.3');

  test('OpenAPI 3.1 has every route with its parameters, body and refusals', () => {
    expect(openapi.openapi).toBe('3.1.0');
    const operations = Object.entries(openapi.paths).flatMap(([address, methods]) =>
      Object.keys(methods).map((method) => `${method} ${address}`),
    );
    expect(operations.sort()).toEqual(ROUTES.map((route) => `${route.method.toLowerCase()} ${route.address}`).sort());
    const ids = new Set<unknown>();
    for (const [address, methods] of Object.entries(openapi.paths)) {
      for (const one of Object.values(methods)) {
        // Cast: the document is plain data; the test looks at its form.
        const operation = one as {
          operationId: string;
          parameters: { name: string; in: string; required: boolean }[];
          responses: Record<string, { description: string }>;
        };
        ids.add(operation.operationId);
        const inPath = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        expect(operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
        expect(Object.values(operation.responses).every(({ description }) => description !== '')).toBe(true);
        expect(operation.responses[200]).toBeDefined();
      }
    }
    expect(ids.size).toBe(ROUTES.length);
    expect(JSON.stringify(openapi)).toContain('"oneOf":[{"required":["value"]}');
  });

  test('AsyncAPI 3 has every message of both directions, and every reference leads somewhere', () => {
    expect(asyncapi.asyncapi).toBe('3.0.0');
    const names = Object.keys(asyncapi.components.messages);
    expect(names).toEqual([
      ...Object.keys(CLIENT_MESSAGES).map((name) => `say-${name}`),
      ...Object.keys(SERVER_MESSAGES).map((name) => `tell-${name}`),
      'say-frame',
      'tell-frame',
    ]);
    const refs = [...JSON.stringify({ channels: asyncapi.channels, operations: asyncapi.operations }).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(refs.length).toBe(names.length * 2 + 2);
    for (const [, ref = ''] of refs) {
      const found = ref.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], asyncapi);
      expect(found, ref).toBeDefined();
    }
    expect(JSON.stringify(asyncapi)).toContain('"const":"set"');
  });
});
