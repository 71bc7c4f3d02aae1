#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { EXIT_CODES } from './cli/exit-codes.ts';
import { buildProgram, runProgram } from './cli/program.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

// What is young stays in the 2 MiB it begins with: the work of a start makes V8 take 32 MiB for it, and keep them.
setFlagsFromString('--semi-space-growth-factor=1');

try {
  const code = await runProgram(buildProgram(version), process.argv.slice(2));
  if (code !== undefined) process.exitCode = code;
} catch (error) {
  process.stderr.write(`deskbridge: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = EXIT_CODES.crash.code;
}
