#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { EXIT_CODES } from './cli/exit-codes.ts';
import { buildProgram, runProgram } from './cli/program.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

try {
  const code = await runProgram(buildProgram(version), process.argv.slice(2));
  if (code !== undefined) process.exitCode = code;
} catch (error) {
  process.stderr.write(`deskbridge: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = EXIT_CODES.crash.code;
}
