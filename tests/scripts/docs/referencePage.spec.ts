import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeMeanings } from '../../../cli/terminal/exitCodes';
import { referencePage } from '../../../scripts/docs/referencePage';
import { cliCommands } from '../../support/cliCommands';
import { runCli } from '../../support/runCli';

const root = join(__dirname, '..', '..', '..');
const [[file = '', page = ''] = []] = Object.entries(referencePage());
/** The section of a command: from its heading to the next one. */
const sectionOf = (name: string) => page.split('\n## ').find((section) => section.startsWith(`${name}\n`)) ?? '';

describe('referencePage', () => {
  it('is the page of the documentation', () => {
    assert.equal(readFileSync(join(root, file), 'utf8'), page);
  });

  it('has every command with its options, arguments and exit codes', () => {
    for (const [name, command] of cliCommands) {
      const section = sectionOf(name);
      for (const { flags } of command.options) assert.ok(section.includes(`| \`${flags}\` `), `${name} ${flags}`);
      for (const argument of command.registeredArguments)
        assert.match(section, new RegExp(`^\\| \`[<[]${argument.name()}[>\\]]\` `, 'm'));
      const codes = [...section.matchAll(/^\| (?<code>\d) /gm)].map(({ groups }) => Number(groups?.['code']));
      assert.deepEqual(
        codes,
        exitCodeMeanings(command).map(([code]) => code),
      );
    }
    assert.equal(page.match(/^## /gm)?.length, cliCommands.size);
  });

  it('has defaults of the option and of its description, and required options', () => {
    const derive = sectionOf('baseline derive');
    assert.match(derive, /^\| `--out <folder>` +\| .* \| `out\/baselines` +\|$/m);
    assert.match(derive, /^\| `--variant <name>` +\| variant .* \| all variants together +\|$/m);
    assert.match(derive, /^\| `--by <arn>` +\| .* \| required +\|$/m);
    assert.match(derive, /^\| `--json` +\| print JSON +\| +\|$/m);
  });

  it('has the exit codes of the help', async () => {
    const { out } = await runCli('monitor', 'run', '--help');
    assert.match(
      out,
      /\n\nExit codes:\n {2}0 {2}no violations\n {2}1 {2}.+\n {2}2 {2}violations\n {2}3 {2}nothing to compare\n {2}4 {2}too much of the window was rejected$/,
    );
  });

  it('puts words that Markdown takes for markup into code spans', () => {
    assert.doesNotMatch(page.replace(/```.*?```|`[^`]*`/gs, '').replace(/<!--.*-->/, ''), /[<*]/);
  });
});
