import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installPolicyHost } from '../../../rehearsal/engine/policyHost';

describe('the policy host', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'policy-host-'));
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('runs the TypeScript pack in its working folder', async () => {
    const executable = await installPolicyHost(join(folder, 'bin'));
    await writeFile(join(folder, 'package.json'), '{}');
    await writeFile(join(folder, 'index.ts'), "import { port } from './port';\nconsole.log(port satisfies number);\n");
    await writeFile(join(folder, 'port.ts'), 'export const port: number = 4711;\n');
    const { stdout, stderr } = spawnSync(executable, ['127.0.0.1:1', '.'], { cwd: folder, encoding: 'utf8' });
    assert.equal(stdout, '4711\n', stderr);
  });

  it('runs the pack that it was installed for from any folder', async () => {
    const executable = await installPolicyHost(join(folder, 'bin'), folder);
    await writeFile(join(folder, 'package.json'), JSON.stringify({ main: 'pack.js' }));
    await writeFile(join(folder, 'pack.js'), 'console.log(process.cwd());\n');
    const { stdout, stderr } = spawnSync(executable, ['127.0.0.1:1'], { cwd: tmpdir(), encoding: 'utf8' });
    assert.equal(stdout, `${folder}\n`, stderr);
  });

  it('names a missing file', async () => {
    const executable = await installPolicyHost(join(folder, 'bin'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ main: 'pack.ts' }));
    const { status, stderr } = spawnSync(executable, ['127.0.0.1:1', '.'], { cwd: folder, encoding: 'utf8' });
    assert.equal(stderr, `policy pack ${folder}: file 'pack.ts' not found; correct 'main' in its package.json\n`);
    assert.equal(status, 1);
  });
});
