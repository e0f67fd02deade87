import assert from 'node:assert/strict';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import * as pulumi from '@pulumi/pulumi';
import { bundleFunction } from '../../components/functionArchive';

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
  for (const name of ['incident', 'analyzer']) {
    it(`bundles the handler of ${name} with its dependencies, without the AWS SDK and native code`, async () => {
      await checkBundle(name);
    });
  }

  async function checkBundle(name: string): Promise<void> {
    const module = { exports: {} as Record<string, unknown> };
    const text = await bundled(name);
    // Lambda loads it with every cold start.
    assert.ok(Buffer.byteLength(text) < 1_000_000, `${Buffer.byteLength(text)} bytes`);
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

  it('returns the same bytes in every current folder', async () => {
    const here = process.cwd();
    const first = await bundled();
    try {
      process.chdir(tmpdir());
      assert.equal(await bundled(), first);
    } finally {
      process.chdir(here);
    }
  });

  it('names a missing function', () => {
    assert.throws(() => bundleFunction('nowhere'), /functions\/nowhere\/index\.ts/);
  });
});
