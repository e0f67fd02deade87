import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { buildSync } from 'esbuild';

/**
 * The code of a Lambda function, bundled from `functions/<name>/index.ts` so that a deployment from a clone needs no
 * build step; the AWS SDK comes with the runtime. The same source gives the same bytes, so nothing is updated in vain.
 */
export function functionArchive(name: string): pulumi.asset.Archive {
  const root = join(__dirname, '..');
  const { outputFiles } = buildSync({
    // The bundle names its sources relative to this folder, whatever folder the deployment is started from.
    absWorkingDir: root,
    entryPoints: [join(root, 'functions', name, 'index.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['@aws-sdk/*'],
    logLevel: 'silent',
  });
  const text = outputFiles.map((file) => file.text).join('');
  return new pulumi.asset.AssetArchive({ 'index.js': new pulumi.asset.StringAsset(text) });
}
