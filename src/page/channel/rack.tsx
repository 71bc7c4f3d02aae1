import { link } from '../link/link.ts';
import { Box, Switch } from './box.tsx';
import { prefixOf } from './strip-words.ts';

/** Numbers by the type of effect; those that an engine does not have are left out by themselves. */
const NUMBERS: Readonly<Record<string, readonly (readonly [leaf: string, label: string])[]>> = {
  reverb: [
    ['decay', 'Decay'],
    ['predelay', 'Pre-delay'],
    ['damping', 'Damping'],
    ['lowcut', 'Low cut'],
    ['highcut', 'High cut'],
  ],
  delay: [
    ['time', 'Time'],
    ['feedback', 'Feedback'],
    ['lowcut', 'Low cut'],
    ['highcut', 'High cut'],
  ],
};

/** The effect whose return this strip is. */
export function RackPanel({ strip, name }: { strip: string; name: string }) {
  const rack = `${prefixOf(strip)}rack/${strip.split('/').at(-1)}`;
  const type = link.param(`${rack}/type`);
  if (!type.info.value) return null;
  const of = `${name} · effect`;
  return (
    <section class="panel racks" aria-label="effect">
      <header>
        <h2>Effect</h2>
        <Switch path={`${rack}/on`} label="effect" class="sw" />
      </header>
      <div class="dyn">
        <div class="ps">
          <Box path={`${rack}/type`} label="Type" of={of} />
          <Box path={`${rack}/source`} label="Fed by" of={of} />
          {(NUMBERS[type.text.value] ?? []).map(([leaf, label]) => (
            <Box key={leaf} path={`${rack}/${leaf}`} label={label} of={of} />
          ))}
          {type.text.value === 'delay' && (
            <Switch path={`${rack}/pingpong`} label="ping-pong" on="Ping-pong ON" off="Ping-pong off" class="box" />
          )}
        </div>
      </div>
    </section>
  );
}
