// The status page: what the daemon says about itself, live. Everything shown as text is set as text, never as markup.
import { Player } from './listen.js';
import { Meters } from './meters.js';

const STALE_MS = 500;
const SILENT_MS = 3000;
const STATUS_MS = 2000;
const LOUDNESS = [
  ['momentary', 'Momentary', 'LUFS'],
  ['shortterm', 'Short term', 'LUFS'],
  ['integrated', 'Integrated', 'LUFS'],
  ['truepeak', 'True peak', 'dBTP'],
];

const $ = (id) => document.getElementById(id);
const element = (name, text, className) => {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
};

const meters = new Meters($('meters'));
const player = new Player();
const page = { socket: undefined, heardMs: 0, framesMs: 0, levels: [], points: [], tries: 0, isListening: false };

// ---- what it says in words ----

function showStatus(status) {
  document.title = `Deskbridge - ${status.show}`;
  $('show').textContent = `${status.show} · version ${status.version}`;
  $('engines').replaceChildren(...status.engines.map(engineRow));
  $('missing').replaceChildren(...(status.missing.length > 0 ? status.missing : ['nothing']).map((text) => element('li', text)));
  $('clients').replaceChildren(...(status.clients.length > 0 ? status.clients.map(clientRow) : [element('li', 'none')]));
  $('listen').disabled = !status.engines.some((engine) => engine.canListen);
}

function engineRow({ role, type, state, reason, sound, figures }) {
  const row = element('li', '');
  const look = state === 'live' ? 'live' : state === 'down' ? 'down' : 'waiting';
  row.append(element('span', state, `state ${look}`), element('b', role), element('span', type));
  if (reason) row.append(element('small', reason));
  if (sound) row.append(element('small', `sound: ${sound.output}${sound.reason ? ` - ${sound.reason}` : ''}`));
  row.append(element('small', `sent ${figures.sent}, confirmed ${figures.confirmed}, never confirmed ${figures.unconfirmed}`));
  return row;
}

function clientRow({ who, origin, role, bufferedBytes, listens }) {
  const row = element('li', '');
  row.append(element('b', who), element('span', `${origin} · ${role ?? 'no credential'}`));
  const notes = [bufferedBytes > 0 ? `${bufferedBytes} bytes wait` : '', listens ? `listens to ${listens}` : ''].filter(Boolean);
  if (notes.length > 0) row.append(element('small', notes.join(', ')));
  return row;
}

function showLoudness(isFresh) {
  const rows = LOUDNESS.flatMap(([tap, name, unit]) => {
    const level = page.levels[page.points.indexOf(`main/meter/${tap}`)];
    const known = isFresh && Number.isFinite(level);
    return [element('dt', name), element('dd', known ? `${level.toFixed(1)} ${unit}` : `- ${unit}`, known ? '' : 'stale')];
  });
  $('loudness').replaceChildren(...rows);
}

function banner(text, isBad = false) {
  $('banner').hidden = text === '';
  $('banner').textContent = text;
  $('banner').classList.toggle('bad', isBad);
}

async function askStatus() {
  try {
    const answer = await fetch('api/v1/status');
    if (answer.ok) showStatus(await answer.json());
  } catch {
    // The socket's end shows the same fault, in words.
  }
}

// ---- the live link ----

const say = (message) => {
  if (page.socket?.readyState === WebSocket.OPEN) page.socket.send(JSON.stringify(message));
};

function connect() {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
  socket.binaryType = 'arraybuffer';
  page.socket = socket;
  socket.onmessage = ({ data }) => {
    page.heardMs = performance.now();
    if (typeof data === 'string') hear(JSON.parse(data));
    else frame(new DataView(data));
  };
  socket.onclose = ({ code, reason }) => {
    player.stop();
    // A random part, so that many pages do not come back in the same instant.
    const waitMs = Math.min(10_000, 500 * 2 ** page.tries++) * (0.5 + Math.random() / 2);
    banner(`No link to the daemon${reason ? `: ${reason}` : ` (${code})`}. Calling again.`, true);
    setTimeout(connect, waitMs);
  };
}

function hear(message) {
  if (message.t === 'hello') {
    page.tries = 0;
    banner('');
    say({ t: 'hello', name: 'Status page' });
    if (page.isListening) say({ t: 'listen', source: 'main' });
    wish();
    askStatus();
  } else if (message.t === 'view') {
    page.points = message.points;
    page.levels = [];
    meters.show(message.points);
  } else if (message.t === 'link') askStatus();
  else if (message.t === 'listen') player.start(message);
  else if (message.t === 'refused' && page.isListening && !player.isOn) listenOff(message.error.message);
}

/** Shows every strip's post-fader peak that the show has; patterns that name nothing are left out. */
async function wish() {
  const answer = await fetch('api/v1/layout');
  const { meters: points } = await answer.json();
  const shown = points.filter((path) => path.endsWith('/meter/post') || LOUDNESS.some(([tap]) => path === `main/meter/${tap}`));
  say({ t: 'view', points: shown, rate: 25 });
}

/** u8 kind, u8 version, u16 layout, u32 sequence, payload; all little-endian. */
function frame(bytes) {
  const kind = bytes.getUint8(0);
  if (kind === 2) player.play(bytes);
  if (kind !== 1) return;
  page.framesMs = performance.now();
  const levels = [];
  for (let at = 8; at + 1 < bytes.byteLength; at += 2) {
    const value = bytes.getInt16(at, true);
    levels.push(value === -32768 ? Number.NEGATIVE_INFINITY : value / 100);
  }
  page.levels = levels;
  meters.take(levels);
}

// ---- the button ----

function listenOff(reason) {
  page.isListening = false;
  player.stop();
  $('listen').setAttribute('aria-pressed', 'false');
  if (reason) banner(`Listen: ${reason}`);
}

$('listen').addEventListener('click', () => {
  if (page.isListening) {
    say({ t: 'listen', source: null });
    listenOff('');
    return;
  }
  page.isListening = true;
  $('listen').setAttribute('aria-pressed', 'true');
  // Browsers let sound begin only inside a press.
  player.open();
  say({ t: 'listen', source: 'main' });
});

// ---- time ----

function draw() {
  const isFresh = performance.now() - page.framesMs < STALE_MS;
  meters.draw(performance.now(), isFresh);
  requestAnimationFrame(draw);
}

setInterval(() => showLoudness(performance.now() - page.framesMs < STALE_MS), 200);
setInterval(() => {
  if (!document.hidden) askStatus();
  if (page.socket?.readyState === WebSocket.OPEN && performance.now() - page.framesMs > SILENT_MS)
    banner('No meters: what the engine does is not known now.');
  else if (page.socket?.readyState === WebSocket.OPEN && !$('banner').textContent.startsWith('Listen')) banner('');
}, STATUS_MS);

connect();
draw();
