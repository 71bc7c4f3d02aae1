/** The mixer core on whatever core this process was put on. Argument: seconds of audio. Tells the figures and ends. */
import { benchMixerCore } from './mixer-core.ts';

process.send?.(benchMixerCore(Number(process.argv[2] ?? 10)));
