import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import { endpointDefaults } from '../../config/defaults';
import { listFiles } from '../../config/listFiles';
import { engines } from '../../contract/monitorSettings';
import { tableFilesHelp, tableOptions } from '../input/tableFiles';
import { writeNewFiles } from '../proposal/writeNewFiles';
import { addExitCodes } from '../terminal/exitCodes';
import { sharedOptions } from '../terminal/options';
import { printText } from '../terminal/output';
import { type Ask, collectChoices, type InitFlags, StoppedError } from './collectChoices';
import { composeFiles } from './composeFiles';

/** Adds the command `init`. */
export function addInitCommand(program: Command): void {
  const init = program
    .command('init')
    .description('write the stack file, capture schema and SLA of a first endpoint; asks for missing options')
    .option('--region <name>', 'AWS region, such as eu-west-1')
    .option('--stack <name>', 'name of the Pulumi stack')
    .option('--environment <name>', "environment, which selects the defaults (default: the stack's name)")
    .option('--endpoint <name>', 'name of the endpoint in SageMaker')
    .option('--owner <team>', 'team that owns the endpoint and the stack')
    .option('--training <file...>', tableFilesHelp('training files to infer the schema from'))
    .option(...tableOptions.separator)
    .option(...tableOptions.encoding)
    .option('--columns <list>', 'columns instead of a training file, such as score:Fractional,age:Integral')
    .option('--prediction <names>', 'columns that the model returns, separated by commas (default: the first column)')
    .addOption(
      new Option('--engine <name>', 'what computes the reports').choices(engines).default(endpointDefaults.engine),
    )
    .option('--out <folder>', "the program's folder", '.')
    .option(...sharedOptions.endpointUrl)
    .action(initStack);
  addExitCodes(init, {
    success: 'written',
    error: 'invalid or missing options, or a file exists; nothing was written',
  });
}

async function initStack({ out, ...flags }: InitFlags & { readonly out: string }): Promise<void> {
  const terminal = process.stdin.isTTY ? openTerminal() : undefined;
  try {
    const choices = await collectChoices(flags, terminal?.ask);
    const readFile = (path: string) => readFileSync(join(out, path), 'utf8');
    const files = composeFiles(choices, (path) => listFiles(join(out, path)), readFile);
    await writeNewFiles(out, files);
    printText(
      [
        ...[...files.keys()].map((name) => `written: ${join(out, name)}`),
        'check the comments in these files, then run:',
        `  pulumi stack init ${choices.stack}`,
        `  pulumi preview --stack ${choices.stack} --policy-pack policy`,
      ].join('\n'),
    );
  } finally {
    terminal?.close();
  }
}

/** Asks on stderr, so that stdout has the result only. */
function openTerminal(): { ask: Ask; close: () => void } {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const stopped = new AbortController();
  lines.once('close', () => stopped.abort());
  const ask: Ask = (question) =>
    lines.question(question, { signal: stopped.signal }).catch(() => {
      throw new StoppedError('input ended before the last question; nothing was written');
    });
  return { ask, close: () => lines.close() };
}
