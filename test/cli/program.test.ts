import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT_CODES } from '../../src/cli/exit-codes.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { houseVerbs } from '../../src/verbs.ts';
import { scratch } from '../scratch.ts';
import { cleanEnvironment, deskbridge, plainShow, Running, startDaemon } from './daemon.ts';

const environment = cleanEnvironment();
const commands = buildProgram('0').commands;

test('the exit codes are those of the README, and each stands once', () => {
  const readme = readFileSync(new URL('../../src/cli/README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| (\d+) +\| (\w+) +\| (.+?) +\|$/gm)].map(([, code, name, says]) => [
    name,
    { code: Number(code), says },
  ]);
  expect(Object.fromEntries(rows)).toEqual(EXIT_CODES);
  expect(new Set(Object.values(EXIT_CODES).map(({ code }) => code)).size).toBe(Object.keys(EXIT_CODES).length);
});

test('every verb of the house is a command of the same name', () => {
  const names = commands.map((command) => command.name());
  expect(names).toEqual(
    expect.arrayContaining(
      houseVerbs()
        .list()
        .map(({ name }) => name),
    ),
  );
  expect(new Set(names).size).toBe(names.length);
});

test.each(['bash', 'zsh', 'fish'])('completion for %s knows every command and all its options', async (shell) => {
  const { out, code } = await deskbridge(['completion', shell], environment);
  expect(code).toBe(0);
  for (const command of commands) {
    expect(out).toMatch(new RegExp(`(^|[\\s'"])${command.name()}[\\s:)"]`, 'm'));
    for (const { long } of command.options) expect(out).toContain(shell === 'fish' ? `-l ${long?.slice(2)} ` : long);
  }
});

test('bash completes what was typed', async () => {
  const { out } = await deskbridge(['completion', 'bash'], environment);
  const file = join(scratch(), 'completion');
  writeFileSync(file, out);
  const complete = (words: string) =>
    execFileSync('bash', [
      '-c',
      `source ${file}; COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _deskbridge; echo "\${COMPREPLY[@]}"`,
    ])
      .toString()
      .trim();
  expect(complete('deskbridge tog')).toBe('toggle');
  expect(complete('deskbridge set --dry')).toBe('--dry-run');
  expect(complete('deskbridge start --osc')).toBe('--osc-port');
});

test.each([
  [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
  [['--help'], 0, /Exit codes:\n +0 +done/],
  [['set', '--help'], 0, /Usage: deskbridge set \[options\] TARGET VALUE/],
  [['list', '--schema'], 0, /^fader +dB +ch aux fx/m],
  [['list', '--engines'], 0, /^embedded: .*\n +channels .*1\.\.64, 32 if not said/],
  [['list', '--verbs'], 0, /^set TARGET VALUE +gives parameters a value/m],
  [['list', '--schema', '--json'], 0, /^\[\{"leaf":"name"/],
  [['start', '--print-schema'], 0, /"title": "desk.yaml of Deskbridge"/],
])('%j prints what it should', async (args, code, out) => {
  const ran = await deskbridge(args, environment);
  expect(ran).toMatchObject({ code, err: '' });
  expect(ran.out).toMatch(out);
});

test.each([
  [['toggel', 'ch/1/mute'], 2, "unknown command 'toggel'\n(Did you mean toggle?)"],
  [['set', 'ch/1/fader', '-10', '--jsn'], 2, 'deskbridge set: no option --jsn'],
  [['completion', 'tcsh'], 2, '"tcsh" is none of bash, zsh, fish'],
  [['say', 'togle', 'ch/1'], 6, 'no verb "togle"; did you mean "toggle"?'],
  [['toggle'], 6, '"toggle" is not complete: toggle TARGET'],
  [['undo', 'all', 'of', 'it'], 6, 'undo [WHOSE]'],
  [['get', 'ch/1/fader'], 5, '"deskbridge start" starts one'],
  [['set', 'ch/1/fader', '-inf', '--url', 'http://127.0.0.1:1'], 5, 'no daemon answers at http://127.0.0.1:1'],
  [['get', 'ch/1/fader', '--url', 'desk'], 5, '"desk" is not an address such as http://127.0.0.1:8480'],
  [['run', 'none.yaml'], 2, 'cannot read none.yaml: it is not there'],
  [['watch'], 5, 'no daemon runs on the show'],
  [['meters', '--url', 'http://127.0.0.1:1'], 5, 'no daemon answers at http://127.0.0.1:1'],
])('%j ends with %d and a sentence that helps', async (args, code, err) => {
  const ran = await deskbridge(args, environment);
  expect(ran).toMatchObject({ code, out: '' });
  expect(ran.err).toContain(err);
});

test('ports of a machine are listed, or why there are none', async () => {
  const ran = await deskbridge(['list', '--ports', '--json'], environment);
  const { midi, serial } = JSON.parse(ran.out);
  for (const found of [midi, serial]) expect(found.ports ?? found.fault).toBeDefined();
  const count = (midi.ports ?? []).length + (serial.ports ?? []).length;
  expect(ran.code).toBe(count === 0 ? 4 : 0);
});

test('check-config prints the settings with all defaults', async () => {
  const show = scratch();
  writeFileSync(join(show, 'desk.yaml'), 'engines: { foh: { type: embedded } }\n');
  const ran = await deskbridge(['check-config', '--json', show], environment);
  expect(JSON.parse(ran.out)).toMatchObject({ doors: { http: { port: 8480 }, osc: { port: 8481 } }, audio: { output: 'auto' } });
  const none = await deskbridge(['check-config', join(show, 'none.yaml')], environment);
  expect(none).toMatchObject({ code: 2, err: expect.stringContaining('none.yaml: it is not there') });
});

test('check-config reads the cue list of the show, too', async () => {
  const show = scratch();
  writeFileSync(join(show, 'desk.yaml'), 'engines: { foh: { type: embedded } }\n');
  writeFileSync(join(show, 'cues.yaml'), '- cue: 1\n  do: recal x\n');
  const ran = await deskbridge(['check-config', show], environment);
  expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('cues.yaml:2:7: no verb "recal"; did you mean "recall"?') });
  expect(await deskbridge(['check-config', join(show, 'desk.yaml')], environment)).toMatchObject({ code: 0 });
});

test('bash completes the presets of the running desk, spaces and quotes and all', async () => {
  const show = plainShow();
  const there = { ...environment, DESKBRIDGE_SHOW: show };
  const daemon = await startDaemon(show, environment);
  for (const name of ['Lead Vox', "Bob's Bass", 'Lead Gtr']) await deskbridge(['save-preset', name, 'ch/1'], there);
  expect(await deskbridge(['completion', 'names', 'preset'], there)).toMatchObject({ code: 0, out: "Bob's Bass\nLead Gtr\nLead Vox\n" });
  const folder = scratch();
  const main = new URL('../../dist/main.js', import.meta.url).pathname;
  writeFileSync(join(folder, 'deskbridge'), `#!/bin/sh\nexec ${process.execPath} ${main} "$@"\n`, { mode: 0o755 });
  writeFileSync(join(folder, 'completion'), (await deskbridge(['completion', 'bash'], environment)).out);
  const complete = (...words: string[]) =>
    execFileSync(
      'bash',
      [
        '-c',
        `source ${folder}/completion; COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _deskbridge; printf '%s\\n' "\${COMPREPLY[@]}"`,
        '-',
        ...words,
      ],
      { env: { ...there, PATH: `${folder}:${process.env.PATH}` } },
    )
      .toString()
      .trim();
  expect(complete('deskbridge', 'preset', 'Lead')).toBe('Lead\\ Gtr\nLead\\ Vox');
  expect(complete('deskbridge', 'preset', 'Lead\\ V')).toBe('Lead\\ Vox');
  expect(complete('deskbridge', 'preset', '"Lead V')).toBe('Lead Vox');
  expect(complete('deskbridge', 'preset', 'Bob')).toBe("Bob\\'s\\ Bass");
  expect(complete('deskbridge', 'preset', '--js')).toBe('--json');
  await daemon.kill('SIGTERM');
  // Without a desk there are no names, and no noise on the line.
  expect(await deskbridge(['completion', 'names', 'preset'], there)).toEqual({ code: 0, out: '', err: '' });
});

test('a reader who has seen enough of the help ends it without a trace of ours', async () => {
  const help = new Running(['--help'], environment);
  help.child.stdout?.destroy();
  expect(await help.ended).toMatchObject({ code: 0, err: '' });
});
