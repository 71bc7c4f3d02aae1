#!/usr/bin/env node
// Follows faders over the WebSocket, with the "ws" package: prints who moved what, until so many moves were seen.
//   node follow.mjs [pattern] [moves]
import process from 'node:process';
import { WebSocket } from 'ws';

const url = process.env.DESKBRIDGE_URL ?? 'http://127.0.0.1:8480';
const [pattern = 'ch/*/fader', moves = '10'] = process.argv.slice(2);
const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`);
let left = Number(moves);

const say = (message) => socket.send(JSON.stringify(message));

socket.on('open', () => {
  say({ t: 'hello', name: 'follow.mjs', kind: 'script' });
  say({ t: 'sub', ref: 1, pattern });
});

socket.on('message', (bytes, isBinary) => {
  if (isBinary) return;
  const message = JSON.parse(bytes.toString());
  if (message.t === 'ok' && message.ref === 1) console.log(`following ${pattern}`);
  if (message.t === 'refused') {
    console.error(message.error.message);
    process.exitCode = 6;
    socket.close();
  }
  if (message.t !== 'changes') return;
  for (const [path, value, author = 0] of message.c) {
    console.log(`${path} ${value} by ${message.by[author].who}`);
    if (--left <= 0) socket.close();
  }
});

socket.on('error', (error) => {
  console.error(`no daemon at ${url}: ${error.message}`);
  process.exitCode = 5;
});
