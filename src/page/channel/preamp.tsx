import { link } from '../link/link.ts';
import { Box, Switch } from './box.tsx';

/** What happens to the signal before everything else, with its level beside it. */
export function PreampPanel({ strip, name }: { strip: string; name: string }) {
  const has = (leaf: string): boolean => link.param(`${strip}/${leaf}`).info.value !== undefined;
  const hasGain = has('preamp/gain');
  if (!hasGain && !has('preamp/trim') && !has('preamp/polarity')) return null;
  const of = `${name} · preamp`;
  return (
    <section class="panel preamp" aria-label="preamp">
      <header>
        <h2>{hasGain ? 'Preamp' : 'Input'}</h2>
      </header>
      <div class="pre">
        <div class="col">
          <Box path={`${strip}/preamp/gain`} label="Gain" of={of} class="large" />
          <Switch path={`${strip}/preamp/phantom`} label="phantom power, 48 V" on="48 V ON" off="48 V off" class="p48" />
          <Box path={`${strip}/preamp/trim`} label="Trim" of={of} class={hasGain ? '' : 'large'} />
          <Switch path={`${strip}/preamp/polarity`} label="polarity turned over" on="Ø turned over" off="Ø normal" />
          <Switch path={`${strip}/delay/on`} label="delay" on="Delay ON" off="Delay off" />
          <Box path={`${strip}/delay/time`} label="Delay" of={of} />
          <Switch path={`${strip}/insert/on`} label="insert" on="Insert ON" off="Insert off" />
          <Switch path={`${strip}/main`} label="heard in main" on="To main" off="Not in main" />
        </div>
        <i class="m" data-meter={`${strip}/meter/pre`} aria-hidden="true" />
      </div>
    </section>
  );
}
