import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const requireFrom = createRequire(__filename);

/**
 * Installs an `aws` provider into an engine's home that accepts every resource and returns its inputs: enough for
 * previews, and for updates whose outputs are not read.
 */
export async function installEchoProvider(pulumiHome: string): Promise<void> {
  // The engine looks for the plugin version of the program's @pulumi/aws.
  const { version } = requireFrom('@pulumi/aws/package.json') as { version: string };
  const folder = join(pulumiHome, 'plugins', `resource-aws-v${version}`);
  const path = join(folder, 'pulumi-resource-aws');
  await mkdir(folder, { recursive: true });
  await writeFile(path, script(version, requireFrom.resolve('@pulumi/pulumi/provider')));
  await chmod(path, 0o755);
}

function script(version: string, providerModule: string): string {
  return `#!${process.execPath}
const provider = require(${JSON.stringify(providerModule)});
const results = {
  'aws:index/getCallerIdentity:getCallerIdentity': { accountId: '123456789012', arn: 'arn:aws:iam::123456789012:root', id: '123456789012', userId: '123456789012' },
  'aws:index/getRegion:getRegion': { name: 'eu-west-1', region: 'eu-west-1', id: 'eu-west-1', description: 'Europe (Ireland)', endpoint: 'ec2.eu-west-1.amazonaws.com' },
  'aws:index/getPartition:getPartition': { partition: 'aws', dnsSuffix: 'amazonaws.com', id: 'aws', reverseDnsPrefix: 'com.amazonaws' },
};
provider.main({
  version: '${version}',
  check: async (urn, olds, news) => ({ inputs: news }),
  create: async (urn, inputs) => {
    const name = urn.split('::').pop();
    return { id: name, outs: { ...inputs, arn: (urn.includes('aws:s3/bucket:Bucket') ? 'arn:aws:s3:::' : 'arn:aws:echo:::') + name } };
  },
  update: async (id, urn, olds, news) => ({ outs: { ...olds, ...news } }),
  read: async (id, urn, props) => ({ id, props }),
  delete: async () => {},
  invoke: async (token, inputs) => {
    if (!(token in results)) throw new Error('the echo provider does not know ' + token + '; known functions: ' + Object.keys(results).join(', '));
    return { outputs: { ...inputs, ...results[token] } };
  },
}, process.argv.slice(2));
`;
}
