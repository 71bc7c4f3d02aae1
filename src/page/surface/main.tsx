import '../base.css';
import '../frame/sheets.css';
import './surface.css';
import './keys.css';
import './right.css';
import './wire.css';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { type Direction, explainMcu } from '../../surfaces/mcu/explain.ts';
import { MidiReader } from '../../wire/formats/midi.ts';
import { stayAwake } from '../frame/awake.ts';
import { Pairing } from '../frame/pairing.tsx';
import { followStatus } from '../frame/people.ts';
import { dress } from '../frame/view.ts';
import { link } from '../link/link.ts';
import { Banner } from './banner.tsx';
import { Bar } from './bar.tsx';
import { Case } from './case.tsx';
import { midiFrame } from './midi-frame.ts';
import { type Line, Monitor } from './monitor.ts';
import { plugIn } from './port.ts';
import { Twin } from './twin.ts';
import { Wire } from './wire.tsx';
import { WireLoad } from './wire-load.ts';

const LINES = 5;
/** Lines change no faster than they can be read. */
const MONITOR_MS = 100;

const monitor = new Monitor(LINES);
const load = new WireLoad();
const stream = new MidiReader();
const wire = { lines: signal<readonly Line[]>([]), load: signal(0) };
let sequence = 0;

const note = (direction: Direction, message: Uint8Array): void => monitor.note(direction, message, explainMcu(message, direction));

const twin = new Twin({
  send(message) {
    link.socket.send(midiFrame(message, sequence++));
    note('in', message);
  },
  heard(bytes) {
    load.heard(bytes.length, performance.now());
    for (const message of stream.read(bytes)) note('out', message);
  },
});
const plug = plugIn(link, twin);

setInterval(() => {
  if (!document.hidden) wire.lines.value = monitor.lines;
  wire.load.value = Math.round(load.share(performance.now()) * 100) / 100;
}, MONITOR_MS);

function Surface() {
  if (link.state.value === 'pairing') return <Pairing />;
  // Where the banner stands there are no bytes to be watched, and the unit needs the room.
  const isPlugged = link.state.value === 'live' && plug.refusal.value === '';
  return (
    <>
      <Bar link={link} />
      <Banner link={link} plug={plug} />
      <Case twin={twin} />
      {isPlugged && <Wire wire={wire} plug={plug} link={link} />}
    </>
  );
}

dress();
followStatus();
stayAwake();
link.socket.open();
twin.start();
const host = document.getElementById('page');
if (host) render(<Surface />, host);
