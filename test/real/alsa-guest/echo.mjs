/** Inside the guest: another program with MIDI ports of its own, that gives back what it hears. */
import easymidi from 'easymidi';

const back = new easymidi.Output('Echo back', true);
const there = new easymidi.Input('Echo there', true);
for (const type of ['pitch', 'noteon', 'cc']) there.on(type, (message) => back.send(type, message));
there.on('sysex', ({ bytes }) => back.send('sysex', bytes));
