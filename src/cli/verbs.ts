import type { Command } from 'commander';
import { parseLine, usage } from '../desk/line.ts';
import { explain, isRefusal } from '../desk/refusal.ts';
import type { Answer, Verb } from '../desk/verb.ts';
import { houseVerbs } from '../verbs.ts';
import { complain, type DaemonOptions, end, print, printJson, withDaemon } from './common.ts';
import { planLines } from './plan-lines.ts';

interface Options extends DaemonOptions {
  readonly dryRun?: boolean;
}

/** Every verb of the house is a command of the same words, and `say` takes a whole line. */
export function verbs(program: Command): void {
  program.commandsGroup('What can be asked of the desk:');
  for (const verb of houseVerbs().list()) addVerb(program, verb);
  withVerbOptions(program.command('say'))
    .description("Says a line of the one language: deskbridge say 'nudge ch/7/fader +1'")
    .argument('<line...>')
    .action(async (words: string[], options: Options, command: Command) => {
      if (knownOptions(words, command)) await run(words.join(' '), options);
    });
}

function withVerbOptions(command: Command): Command {
  // A level of -10 and a -inf are values, not options: what looks like an option and is none is sorted out below.
  return withDaemon(command.option('--dry-run', 'only tell what would change; exit code 10 if anything would')).allowUnknownOption();
}

function addVerb(program: Command, verb: Verb): void {
  const command = withVerbOptions(program.command(verb.name))
    .usage(`[options] ${usage(verb).slice(verb.name.length + 1)}`)
    .description(verb.says)
    .addHelpText(
      'after',
      `\nArguments:\n${verb.args.map(({ name, says }) => `  ${name.toUpperCase().padEnd(8)} ${says}`).join('\n')}\n\nExample: deskbridge ${verb.example}`,
    )
    .argument('[words...]');
  command.action(async (words: string[], options: Options) => {
    if (knownOptions(words, command)) await run([verb.name, ...words.map(quoted)].join(' '), options);
  });
}

/** What the shell has taken apart stays apart. */
const quoted = (word: string): string => (/^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`);

/** Says an unknown option, and takes values that begin with a minus for what they are. */
function knownOptions(words: readonly string[], command: Command): boolean {
  const wrong = words.find((word) => /^-/.test(word) && !/^-(?:\d|\.\d|inf)/i.test(word));
  if (wrong === undefined) return true;
  end('config', `deskbridge ${command.name()}: no option ${wrong}; see deskbridge ${command.name()} --help`);
  return false;
}

async function run(text: string, options: Options): Promise<void> {
  const line = parseLine(houseVerbs(), text);
  if (isRefusal(line)) {
    if (options.json) printJson({ refusal: line });
    return end('refused', explain(line));
  }
  const { askLine, findDaemon } = await import('./client.ts');
  const daemon = await findDaemon(options, process.env);
  if ('missing' in daemon) return end('noDaemon', daemon.missing);
  const dry = options.dryRun === true;
  const reply = await askLine(daemon, text, dry);
  if ('missing' in reply) return end('noDaemon', reply.missing);
  if ('refusal' in reply) {
    if (options.json) printJson(reply);
    return end('refused', reply.refusal.message);
  }
  tell(reply.answer, dry, options.json === true);
}

function tell(answer: Answer, dry: boolean, json: boolean): void {
  if (json) printJson(answer);
  else print([answer.says, ...planLines(answer, dry)].join('\n'));
  // The daemon sends each refusal with its sentence.
  for (const refusal of json ? [] : answer.refusals) complain('message' in refusal ? String(refusal.message) : explain(refusal));
  if (answer.refusals.length > 0) end('refused');
  else if (dry && answer.changes.length > 0) end('wouldChange');
}
