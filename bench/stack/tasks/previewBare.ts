import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { folderFrom, makeTestEngine } from '../../../tests/support/testEngine';
import { measurePreview, runPulumi } from '../preview';

const root = resolve(__dirname, '..', '..', '..');

/** `pulumi preview` of a plain program with a number of topics, which depend on nothing. */
async function main([resources = '']: readonly string[]): Promise<void> {
  const engine = await makeTestEngine([folderFrom('REHEARSAL_LANGUAGE_HOST', 'pulumi-language-nodejs')]);
  try {
    const program = join(engine.folder, 'program');
    await mkdir(program);
    await symlink(join(root, 'node_modules'), join(program, 'node_modules'));
    const source = `const { Topic } = require('@pulumi/aws/sns');
for (let i = 0; i < ${Number(resources)}; i++) new Topic('topic-' + i);
`;
    const files = {
      'index.js': source,
      'package.json': JSON.stringify({ name: 'bare', main: 'index.js' }),
      'Pulumi.yaml': 'name: bare\nruntime: nodejs\n',
      'Pulumi.bench.yaml': 'config:\n  aws:region: eu-west-1\n',
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(program, name), content);
    await runPulumi(engine, program, ['stack', 'init', 'bench']);
    console.log(JSON.stringify(await measurePreview(engine, program, 'bench')));
  } finally {
    await engine.remove();
  }
}

void main(process.argv.slice(2));
