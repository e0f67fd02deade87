import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Measurement } from '../../figure';
import { watchProcessTree } from '../../processTree';
import { resourcesPerEndpoint, terraformConfig } from '../terraform';

/** `terraform plan` of new resources, in a folder that was initialized. Memory is that of the provider and of Terraform. */
async function main([endpoints = '', folder = '']: readonly string[]): Promise<Measurement> {
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(terraformConfig(Number(endpoints))));
  const watch = watchProcessTree();
  const start = performance.now();
  const child = spawn('terraform', ['plan', '-refresh=false', '-input=false', '-no-color', '-lock=false'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  const seconds = (performance.now() - start) / 1e3;
  const processes = watch.stop();
  const resources = Number(/Plan: (\d+) to add/.exec(output)?.[1]);
  if (code !== 0 || resources !== resourcesPerEndpoint * Number(endpoints))
    throw new Error(`terraform plan failed or planned ${resources} resources (exit code ${code}):\n${errors}`);
  const megabytesOf = (isProvider: boolean) =>
    Math.max(
      ...processes
        .filter(({ command }) => command.includes('terraform-provider-') === isProvider)
        .map(({ megabytes }) => megabytes),
    );
  return {
    seconds,
    cpuSeconds: processes.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    megabytes: megabytesOf(true),
    engineMegabytes: megabytesOf(false),
    resources,
  };
}

void main(process.argv.slice(2)).then((measured) => console.log(JSON.stringify(measured)));
