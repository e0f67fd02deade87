import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { build } from 'esbuild';

/**
 * The archive of a Lambda function's code, so a deployment from a clone needs no build step. It is bundled while the
 * program goes on.
 */
export function bundleFunction(name: string): pulumi.asset.Archive {
  return new pulumi.asset.AssetArchive({ 'index.js': new pulumi.asset.StringAsset(bundleText(name)) });
}

/**
 * The code of a Lambda function, bundled from `functions/<name>/index.ts`. The runtime has the AWS SDK. Equal sources give
 * equal bytes, so an unchanged function is not updated.
 */
export async function bundleText(name: string): Promise<string> {
  const root = join(__dirname, '..');
  const { outputFiles } = await build({
    // The bundle names its sources relative to this folder, not to the current one.
    absWorkingDir: root,
    entryPoints: [join(root, 'functions', name, 'index.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // jsonc-parser's CommonJS build hides its requires from the bundler.
    mainFields: ['module', 'main'],
    external: ['@aws-sdk/*'],
    // Names stay as they are, for the log's stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'silent',
  });
  return outputFiles.map((file) => file.text).join('');
}
