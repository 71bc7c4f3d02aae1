import type { Command } from 'commander';
import { houseVerbs } from '../verbs.ts';
import { end, print } from './common.ts';
import { listerOf } from './names.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Commands and their options, read from the program itself, so that nothing is forgotten. */
interface Word {
  readonly name: string;
  readonly says: string;
  readonly options: readonly { readonly name: string; readonly says: string }[];
  /** Its first argument is one of a list that the running desk has: scenes, cues, presets. */
  readonly isNamed: boolean;
}

export function completion(program: Command): void {
  program
    .command('completion')
    .summary('prints completion for bash, zsh or fish')
    .description('Prints completion for a shell: source <(deskbridge completion bash)')
    .argument('<shell>', SHELLS.join(', '))
    .argument('[command]', 'with "names" for a shell: prints the scenes, cues or presets that can stand behind it')
    .action(async (shell: string, command?: string) => {
      // What the shell asks while somebody types must not disturb the line: without a desk there are no names.
      if (shell === 'names' && command !== undefined) return (await import('./names.ts')).printNames(command);
      const words = program.commands.map(wordOf);
      if (shell === 'bash') print(bash(words));
      else if (shell === 'zsh') print(zsh(words));
      else if (shell === 'fish') print(fish(words));
      else end('config', `deskbridge completion: "${shell}" is none of ${SHELLS.join(', ')}`);
    });
}

function wordOf(command: Command): Word {
  const options = command.createHelp().visibleOptions(command);
  return {
    name: command.name(),
    says: (command.summary() || command.description()).split(/[.:;]\s/)[0] ?? '',
    isNamed: listerOf(houseVerbs(), command.name()) !== undefined,
    options: options.flatMap(({ long, description }) => (long ? [{ name: long, says: description }] : [])),
  };
}

const namedIn = (words: readonly Word[]): string[] => words.filter((word) => word.isNamed).map(({ name }) => name);

const bash = (words: readonly Word[]): string => `# deskbridge completion for bash
_deskbridge_names() {
  local name bare=\${current//[\\"\\'\\\\]/}
  COMPREPLY=()
  while IFS= read -r name; do
    [[ "$name" == "$bare"* ]] || continue
    # Behind a quote a name stands as it is; else it is made one word.
    [[ "$current" == [\\"\\']* ]] || name=$(printf '%q' "$name")
    COMPREPLY+=("$name")
  done < <(deskbridge completion names "$1" 2>/dev/null)
}
_deskbridge() {
  local current="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${words.map(({ name }) => name).join(' ')}" -- "$current"))
    return
  fi
  if [ "$COMP_CWORD" -eq 2 ] && [[ "$current" != -* ]]; then
    case "\${COMP_WORDS[1]}" in
      ${namedIn(words).join('|')}) _deskbridge_names "\${COMP_WORDS[1]}"; return ;;
    esac
  fi
  case "\${COMP_WORDS[1]}" in
${words.map(({ name, options }) => `    ${name}) COMPREPLY=($(compgen -W "${options.map((option) => option.name).join(' ')}" -- "$current")) ;;`).join('\n')}
  esac
}
complete -o default -F _deskbridge deskbridge
`;

const single = (text: string): string => text.replaceAll("'", "'\\''");

const zsh = (words: readonly Word[]): string => `#compdef deskbridge
# deskbridge completion for zsh
_deskbridge() {
  local -a commands=(
${words.map(({ name, says }) => `    '${name}:${single(says.replaceAll(':', '\\:'))}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  if (( CURRENT == 3 )) && [[ "$words[3]" != -* ]]; then
    case "$words[2]" in
${namedIn(words)
  .map((name) => `      ${name}) compadd -- "\${(@f)$(deskbridge completion names ${name} 2>/dev/null)}"; return ;;`)
  .join('\n')}
    esac
  fi
  case "$words[2]" in
${words.map(({ name, options }) => `    ${name}) _arguments ${options.map((option) => `'${option.name}[${single(option.says.replace(/[[\]]/g, ''))}]'`).join(' ')} '*::arg:_files' ;;`).join('\n')}
  esac
}
compdef _deskbridge deskbridge
`;

const fish = (words: readonly Word[]): string => `# deskbridge completion for fish
complete -c deskbridge -f
${namedIn(words)
  .map((name) => `complete -c deskbridge -n '__fish_seen_subcommand_from ${name}' -a '(deskbridge completion names ${name} 2>/dev/null)'`)
  .join('\n')}
${words
  .flatMap(({ name, says, options }) => [
    `complete -c deskbridge -n __fish_use_subcommand -a ${name} -d '${single(says)}'`,
    ...options.map(
      (option) => `complete -c deskbridge -n '__fish_seen_subcommand_from ${name}' -l ${option.name.slice(2)} -d '${single(option.says)}'`,
    ),
  ])
  .join('\n')}
`;
