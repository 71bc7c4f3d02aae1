import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain, isRefusal } from '../../../src/desk/refusal.ts';
import { readHttp } from '../../../src/scenes/sends/http-text.ts';
import type { HttpTarget } from '../../../src/scenes/sends/target.ts';

const HOOK: HttpTarget = { kind: 'http', name: 'hook', base: 'http://10.0.0.9:8123/api', timeoutMs: 3000 };

function sent(text: string): string {
  const read = readHttp(text, HOOK);
  if (isRefusal(read)) return explain(read);
  return [read.method, read.url, ...(read.body === undefined ? [] : [read.isJson ? 'json' : 'text', read.body])].join(' ');
}

test.each([
  ['', 'POST http://10.0.0.9:8123/api'],
  ['/webhook/go', 'POST http://10.0.0.9:8123/api/webhook/go'],
  ['GET /state?of=light.one', 'GET http://10.0.0.9:8123/api/state?of=light.one'],
  ['post /go {"a": "b c"}', 'POST http://10.0.0.9:8123/api/go json {"a": "b c"}'],
  ['POST /go "{\\"a\\": 1}"', 'POST http://10.0.0.9:8123/api/go json {"a": 1}'],
  ['PUT /text hello you', 'PUT http://10.0.0.9:8123/api/text text hello you'],
  ['{"on": true}', 'POST http://10.0.0.9:8123/api json {"on": true}'],
  ['DELETE', 'DELETE http://10.0.0.9:8123/api'],
])('%s is %s', (text, request) => {
  expect(sent(text)).toBe(request);
});

test.each([
  ['//elsewhere/x', 'a path'],
  ['/../admin', 'steps up'],
  ['/a/%2e%2E/admin', 'steps up'],
  ['/a/..', 'steps up'],
  ['/a\\b', 'a path'],
  ['/a#b', 'a path'],
  ['http://elsewhere/', 'or a path: /hook/12'],
  ['@elsewhere/', 'or a path: /hook/12'],
  ['/go {"a": }', 'is not JSON'],
  ['GET /go {"a": 1}', 'part of a GET: it has no body'],
])('%s is refused: %s', (text, says) => {
  expect(sent(text)).toContain(says);
});

test('no text leads to another host, or out of the base', () => {
  const piece = fc.constantFrom('/', '.', '..', '%2e', '%2E%2e', '@', ':', '\\', '//', 'x', '?', '#', 'http:', '%2f', ';', '&', '\t');
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 8 }), (pieces) => {
      for (const text of [pieces.join(''), `/${pieces.join('')}`, `GET /${pieces.join('')}`]) {
        const read = readHttp(text, HOOK);
        if (isRefusal(read)) continue;
        const url = new URL(read.url);
        expect(url.origin).toBe('http://10.0.0.9:8123');
        expect(`${url.pathname}/`.startsWith('/api/'), read.url).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
