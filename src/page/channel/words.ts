/** Words of choices as a person reads them; what is not here stands as the engine says it. */
const WORDS: Readonly<Record<string, string>> = {
  'low-shelf': 'Low shelf',
  bell: 'Peak',
  'high-shelf': 'High shelf',
  'low-cut': 'Low cut',
  'high-cut': 'High cut',
  notch: 'Notch',
  gate: 'Gate',
  expander: 'Expander',
  ducker: 'Ducker',
  peak: 'Peak',
  rms: 'RMS',
  reverb: 'Reverb',
  delay: 'Delay',
  self: 'Self',
  none: 'None',
  pre: 'PRE',
  post: 'POST',
};

const PLACES: Readonly<Record<string, string>> = {
  ch: 'Channel',
  player: 'Track',
  input: 'Input',
  bus: 'Bus',
  fx: 'FX',
  dca: 'DCA',
  aux: 'Aux',
};

/** `bell` -> `Peak`, `player/3` -> `Track 3`. */
export function wordOf(choice: string): string {
  const [place = '', number] = choice.split('/');
  const known = PLACES[place];
  if (known !== undefined && number !== undefined) return `${known} ${number}`;
  return WORDS[choice] ?? choice;
}
