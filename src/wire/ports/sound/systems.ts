import { readdir } from 'node:fs/promises';
import { ask, playThrough, recordThrough } from './child.ts';
import { isNotThere, type NotThere, type SoundSystem, type SoundWant } from './sound-port.ts';

/** JACK, through jack-stdin and jack-stdout of the package jack-stdio. */
export const jack: SoundSystem = {
  name: 'jack',
  async probe() {
    const answer = await ask({ program: 'jack_lsp', args: [], env: { JACK_NO_START_SERVER: '1' } });
    if (isNotThere(answer)) return { why: answer.why.includes('not installed') ? answer.why : 'no JACK server answered' };
    return answer.out.includes('system:playback_1') ? undefined : { why: 'the JACK server has no outputs' };
  },
  openOut: (want) => {
    const ports = ['system:playback_1', 'system:playback_2'];
    const args = ['-q', '-e', 'float', '-L', '-S', String(ringFrames(want)), ...ports];
    return playThrough('jack', { program: 'jack-stdin', args, env: { JACK_NO_START_SERVER: '1' } }, want);
  },
  openIn: (want, read) => {
    const ports = Array.from({ length: want.channels }, (_, n) => `system:capture_${n + 1}`);
    const args = ['-q', '-e', 'float', '-L', '-S', String(ringFrames(want)), ...ports];
    return recordThrough('jack', { program: 'jack-stdout', args, env: { JACK_NO_START_SERVER: '1' } }, want, want.channels, read);
  },
};

/** Frames the client's own buffer holds: a power of two above what should wait. */
const ringFrames = ({ sampleRate, latencyMs }: SoundWant): number =>
  2 ** Math.ceil(Math.log2((sampleRate * Math.max(10, latencyMs)) / 1000));

const pulseArgs = ({ sampleRate, latencyMs }: SoundWant, channels: number): string[] => [
  '--raw',
  '--format=float32le',
  `--rate=${sampleRate}`,
  `--channels=${channels}`,
  `--latency-msec=${Math.max(5, Math.round(latencyMs / 2))}`,
  '--client-name=Deskbridge',
  ...(channels > 2 ? [`--channel-map=${Array.from({ length: channels }, (_, n) => `aux${n}`).join(',')}`] : []),
];

/** PulseAudio, and PipeWire that speaks its protocol: nearly every Linux desktop. */
export const pulse: SoundSystem = {
  name: 'pulse',
  async probe() {
    const answer = await ask({ program: 'pactl', args: ['info'] });
    if (!isNotThere(answer)) return undefined;
    return { why: answer.why.includes('not installed') ? answer.why : 'no PulseAudio or PipeWire server answered' };
  },
  openOut: (want) =>
    playThrough(
      'pulse',
      { program: 'pacat', args: ['--playback', '--verbose', '--stream-name=main', ...pulseArgs(want, 2)] },
      want,
      (line) => {
        const said = /Latency: (\d+) usec/.exec(line)?.[1];
        return said === undefined ? undefined : Number(said) / 1000;
      },
    ),
  openIn: (want, read) =>
    recordThrough(
      'pulse',
      { program: 'parec', args: ['--stream-name=inputs', ...pulseArgs(want, want.channels)] },
      want,
      want.channels,
      read,
    ),
};

const alsaArgs = ({ sampleRate, latencyMs }: SoundWant, channels: number): string[] => {
  const buffer = Math.round((sampleRate * latencyMs) / 1000);
  return [
    '-q',
    '-t',
    'raw',
    '-f',
    'FLOAT_LE',
    '-r',
    String(sampleRate),
    '-c',
    String(channels),
    `--buffer-size=${buffer}`,
    `--period-size=${Math.round(buffer / 4)}`,
  ];
};

/** The kernel's own devices, through aplay and arecord. */
export const alsa: SoundSystem = {
  name: 'alsa',
  async probe(): Promise<NotThere | undefined> {
    const devices = await readdir('/dev/snd').catch(() => []);
    if (!devices.some((name) => name.startsWith('pcm'))) return { why: 'there is no sound card' };
    const answer = await ask({ program: 'aplay', args: ['-l'] });
    return isNotThere(answer) ? answer : undefined;
  },
  openOut: (want) => playThrough('alsa', { program: 'aplay', args: alsaArgs(want, 2) }, want),
  openIn: (want, read) => recordThrough('alsa', { program: 'arecord', args: alsaArgs(want, want.channels) }, want, want.channels, read),
};

/** In the order they are tried: the one with the least delay first. */
export const SYSTEMS: readonly SoundSystem[] = [jack, pulse, alsa];
