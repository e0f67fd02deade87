import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { goProgram } from './goProgram.mjs';
import { root, run } from './step.mjs';

const goMod = join(root, 'tools', 'pulumi-cli', 'go.mod');
/** The version that the tests run with: the one that go.mod names. */
const pinned = /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(goMod, 'utf8'))[1];

function newEnough(version) {
  const numbers = (text) => text.split('.').map(Number);
  const [have, want] = [numbers(version), numbers(pinned)];
  const first = want.findIndex((part, i) => part !== have[i]);
  return first === -1 || have[first] > want[first];
}

/** The folder of a CLI on PATH that is new enough, if there is one. */
function onPath() {
  const folder = (process.env.PATH ?? '').split(delimiter).find((entry) => existsSync(join(entry, 'pulumi')));
  if (!folder) return undefined;
  const version = /v?(\d+\.\d+\.\d+)/.exec(run(join(folder, 'pulumi'), ['version']).stdout ?? '')?.[1];
  return version && newEnough(version) ? { value: folder, note: `v${version} on PATH` } : undefined;
}

/** The released CLI, kept where Pulumi's own installer keeps it; undefined where it can't be had. */
function released() {
  const folder = join(homedir(), '.pulumi', 'versions', pinned);
  const binaries = join(folder, 'bin');
  if (existsSync(join(binaries, 'pulumi'))) return { value: binaries, note: `v${pinned} released` };
  const script = `
    const { PulumiCommand } = require('@pulumi/pulumi/automation');
    const semver = require('semver');
    PulumiCommand.install({ root: process.argv[1], version: new semver.SemVer(process.argv[2]) })
      .then(() => process.exit(0), () => process.exit(1));`;
  const installed = run(process.execPath, ['-e', script, folder, pinned], { cwd: root, timeout: 180_000 });
  if (!installed.ok || !existsSync(binaries) || !readdirSync(binaries).includes('pulumi')) return undefined;
  return { value: binaries, note: `v${pinned} released` };
}

/** The Pulumi CLI: the one on PATH if new enough, else the released one, else built from Go modules. */
export async function pulumiCli(progress) {
  return onPath() ?? released() ?? build(progress);
}

function build(progress) {
  return goProgram(progress, {
    tool: 'pulumi-cli',
    packagePath: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
    program: 'pulumi',
    minutes: 4,
    ldflags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinned}`,
  });
}
