import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { bundleFunction } from '../../components/functionArchive';

const root = join(__dirname, '..', '..');
const archivePath = join(root, 'components', 'functionArchive.ts');

/** Text of the archive's only file. */
async function bundled(name = 'incident'): Promise<string> {
  const archive = bundleFunction(name);
  assert.ok(archive instanceof pulumi.asset.AssetArchive);
  const assets = await archive.assets;
  assert.deepEqual(Object.keys(assets), ['index.js']);
  return (assets['index.js'] as pulumi.asset.StringAsset).text;
}

/** The runtime has the AWS SDK; here a class for whatever is asked of it will do. */
function requireStub(id: string): unknown {
  return id.startsWith('@aws-sdk/') ? new Proxy({}, { get: () => class {} }) : require(id);
}

describe('bundleFunction', () => {
  for (const name of ['incident', 'analyzer', 'audit']) {
    it(`bundles the handler of ${name} with its dependencies, without the AWS SDK and native code`, async () => {
      await checkBundle(name);
    });
  }

  async function checkBundle(name: string): Promise<void> {
    const module = { exports: {} as Record<string, unknown> };
    const text = await bundled(name);
    // Lambda loads it with every cold start. zod's languages alone are 400 KB, if it is imported as `{ z }`.
    assert.ok(Buffer.byteLength(text) < 600_000, `${Buffer.byteLength(text)} bytes`);
    assert.doesNotMatch(text, /\.node"/);
    const process = { env: { STORE_BUCKET: 'store', METRIC_NAMESPACE: 'ModelObservability' } };
    new Function('module', 'exports', 'require', 'process', text)(module, module.exports, requireStub, process);
    assert.equal(typeof module.exports['handler'], 'function');
    const required = [...text.matchAll(/require\("([^"]+)"\)/g)].map(([, id]) => id ?? '');
    assert.ok(required.includes('@aws-sdk/client-s3'));
    assert.ok(text.startsWith('"use strict";'));
    assert.deepEqual(
      required.filter((id) => !id.startsWith('@aws-sdk/') && !isBuiltin(id)),
      [],
    );
  }

  for (const name of ['incident', 'analyzer', 'audit']) {
    it(`returns the same bytes of ${name} in another process and current folder`, async () => {
      const program = `require(${JSON.stringify(archivePath)}).bundleText('${name}').then(console.log)`;
      const args = ['-r', join(root, 'scripts', 'register.cjs'), '-e', program];
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: tmpdir(), encoding: 'utf8' });
      assert.equal(stdout, `${await bundled(name)}\n`, stderr);
    });
  }

  it('names a missing function', async () => {
    await assert.rejects(bundled('nowhere'), /functions\/nowhere\/index\.ts/);
  });
});
