import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(__dirname, '..');
const folder = join(root, '.github', 'workflows');
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

describe('GitHub workflows', () => {
  for (const { name, text } of workflows) {
    it(`${name} pins every action by commit hash, with its version in a comment`, () => {
      const actions = text.split('\n').filter((line) => /\buses:/.test(line));
      assert.ok(actions.length > 0);
      const unpinned = actions.filter((line) => !/uses: [\w/.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line));
      assert.deepEqual(unpinned, []);
    });
  }

  it('test the oldest supported Node version and the one of the Lambda runtime', () => {
    const { jobs } = parse(readFileSync(join(folder, 'ci.yml'), 'utf8'));
    const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const versions: number[] = jobs.test.strategy.matrix.node;
    assert.ok(versions.includes(Number(/\d+/.exec(engines.node)?.[0])));
    assert.ok(versions.includes(22));
  });
});
