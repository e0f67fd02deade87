import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { DescribeAlarmsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { parseAlarmName } from '../../contract/alarmNames';
import { monitorSettingsKey } from '../../contract/monitorSettings';
import type { StackOutputs } from '../../contract/outputs';
import { type AwsClients, awsClients, deploymentKey } from '../../rehearsal/aws/awsClients';
import { type LocalAws, startLocalAws } from '../../rehearsal/localAws/localAws';
import { installProvider } from '../../rehearsal/provider/installProvider';
import { listLeftovers } from '../../rehearsal/readings/leftovers';
import { editCopy, linkProgram } from '../support/linkedProgram';
import { quietLocalAws } from '../support/storeOnLocalAws';
import { folderFrom, makeTestEngine, type TestEngine } from '../support/testEngine';

const repository = resolve(__dirname, '../..');

interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** The commands of a section's first block of shell in a page of the documentation. */
function documentedCommands(page: string, heading: string): string {
  const section = readFileSync(join(repository, page), 'utf8').split(`\n## ${heading}\n`)[1];
  const commands = /```sh\n(?<commands>[\s\S]*?)```/.exec(section ?? '')?.groups?.['commands'];
  if (!commands) throw new Error(`${page} has no commands under '${heading}'`);
  return commands;
}

/** A route of each kind, by its name, and its secret. */
const routes = {
  pages: { kind: 'pagerDuty' },
  ops: { kind: 'jiraServiceManagement' },
  chat: { kind: 'slack', channel: 'C1' },
  teams: { kind: 'teams' },
  hook: { kind: 'https', url: 'https://example.com/in' },
};
const secretOf = (name: string) => (name === 'teams' ? 'https://example.com/in?sig=hidden-teams' : `hidden-${name}`);

/** Counts of a run's operations, such as `61 unchanged`. */
function changesOf({ output }: Run): string[] {
  const [, lines = ''] = /\nResources:\n((?: {4}.+\n)+)/.exec(output) ?? [];
  return lines.trim().split(/\n\s*/);
}

/** Warnings of the engine and the program, but for the one about the test's own language host. */
function warningsOf({ output }: Run): string[] {
  return [...new Set(output.match(/warning: .*/g))].filter((line) => !line.includes('pulumi-language-nodejs'));
}

describe('a dev stack on a local AWS', function () {
  this.timeout(600_000);
  let engine: TestEngine;
  let aws: LocalAws;
  let clients: AwsClients;
  let program: string;

  before(async () => {
    engine = await makeTestEngine([folderFrom('REHEARSAL_LANGUAGE_HOST', 'pulumi-language-nodejs')]);
    await installProvider(engine.pulumiHome);
    aws = await startLocalAws(quietLocalAws);
    clients = awsClients(aws, deploymentKey);
    program = join(engine.folder, 'program');
    await linkProgram(program);
  });
  after(async () => {
    clients?.destroy();
    await aws?.close();
    await engine?.remove();
  });

  /** Runs shell commands in a program's folder; `pulumi` asks for no confirmation. */
  async function run(commands: string, cwd = program, more: Readonly<Record<string, string>> = {}): Promise<Run> {
    const env = {
      ...process.env,
      ...engine.env,
      PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
      PULUMI_SKIP_CONFIRMATIONS: 'true',
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: aws.region,
      AWS_ACCESS_KEY_ID: deploymentKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: deploymentKey.secretAccessKey,
      ...more,
    };
    const child = spawn('sh', ['-ec', commands], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, output: `${stdout}\n${stderr}` };
  }

  const up = 'pulumi up --skip-preview --non-interactive --suppress-outputs';

  /** Every alarm in the account, with its tags. */
  async function alarms() {
    const { MetricAlarms = [] } = await clients.cloudWatch.send(new DescribeAlarmsCommand({}));
    return Promise.all(
      MetricAlarms.map(async ({ AlarmName, AlarmActions, AlarmArn: ResourceARN }) => {
        const { Tags } = await clients.cloudWatch.send(new ListTagsForResourceCommand({ ResourceARN }));
        return { AlarmName, AlarmActions, Tags };
      }),
    );
  }

  it('is deployed with routes, and an unchanged update changes nothing and warns about nothing', async () => {
    await editCopy(join(program, 'Pulumi.dev.yaml'), {
      '\n  model-observability:alerts:\n': `\n  model-observability:alerts:\n    routes: ${JSON.stringify(routes)}\n`,
    });
    const setSecrets = Object.keys(routes).map(
      (name) => `pulumi config set --secret --path 'routeSecrets.${name}' '${secretOf(name)}'`,
    );
    const first = await run(`pulumi stack init dev --non-interactive\n${setSecrets.join('\n')}\n${up} --diff`);
    assert.equal(first.code, 0, first.output);
    const again = await run(up);
    assert.equal(again.code, 0, again.output);
    assert.match(changesOf(again).join(), /^\d+ unchanged$/, again.output);
    assert.deepEqual([first, again].flatMap(warningsOf), []);
    assert.doesNotMatch(first.output, /hidden-/);
    // From now on the evidence bucket has records.
    await aws.flushTrail();
  });

  it('keeps the secrets of routes in their connections', async () => {
    const [state, outputs, preview] = [
      await run('pulumi stack export'),
      await run('pulumi stack output --json'),
      await run('pulumi preview --json --non-interactive'),
    ];
    for (const { code, output } of [state, outputs, preview]) {
      assert.equal(code, 0, output);
      assert.doesNotMatch(output, /hidden-/);
    }
    assert.match(state.output, /eventConnection:EventConnection/);
    const { storeBucketName: Bucket } = JSON.parse(outputs.output) as StackOutputs;
    const settings = await clients.s3.send(new GetObjectCommand({ Bucket, Key: monitorSettingsKey }));
    const written = (await settings.Body?.transformToString()) ?? '';
    assert.match(written, /"name":"teams"/);
    assert.doesNotMatch(written, /hidden-/);
  });

  it('switches Object Lock on in place, in a bucket that has records', async () => {
    await editCopy(join(program, 'Pulumi.dev.yaml'), {
      '\nconfig:\n': '\nconfig:\n  model-observability:evidence: { objectLock: governance }\n',
    });
    const preview = await run('pulumi preview --json --non-interactive 2>/dev/null');
    const { steps } = JSON.parse(preview.output) as { steps: { op: string; urn: string }[] };
    assert.deepEqual(
      steps.filter(({ op }) => op !== 'same').map(({ op, urn }) => [op, urn.split('::').at(-1)]),
      // The audit function's settings hold the lock.
      [
        ['create', 'audit-evidence-lock'],
        ['update', 'audit-detection-settings'],
      ],
    );
    const { code, output } = await run(up);
    assert.equal(code, 0, output);
    assert.match((await run(`${up} --refresh`)).output, /Resources:\n {4}\d+ unchanged\n/);
  });

  it('is not overwritten by another program with a stack of the same name', async () => {
    const before = await alarms();
    assert.ok(before.length >= 5);
    const other = join(engine.folder, 'other');
    await linkProgram(other);
    await editCopy(join(other, 'Pulumi.yaml'), { 'name: model-observability': 'name: other-team' });
    const backend = { PULUMI_BACKEND_URL: `file://${engine.folder}` };
    const { code, output } = await run(`pulumi stack init dev --non-interactive\n${up}`, other, backend);
    assert.notEqual(code, 0);
    assert.match(output, /alias\/model-observability\/stack-name\/dev already exists/);
    assert.deepEqual(await alarms(), before);
    for (const heading of ['Stack names', 'Remove a stack']) {
      const remedy = await run(documentedCommands('docs/operate/deploy.md', heading), other, backend);
      assert.equal(remedy.code, 0, remedy.output);
      const ofFirst = (await alarms()).filter(({ AlarmName = '' }) => parseAlarmName(AlarmName)?.stack === 'dev');
      assert.deepEqual(ofFirst, before);
    }
  });

  it('keeps store and evidence until its removal is allowed, and is then removed as documented', async () => {
    const { output: bucket } = await run('pulumi stack output storeBucketName');
    for (const Body of ['first', 'second']) {
      await clients.s3.send(new PutObjectCommand({ Bucket: bucket.trim(), Key: 'reports/one.json', Body }));
    }
    const refused = await run('pulumi destroy --non-interactive --skip-preview');
    assert.notEqual(refused.code, 0);
    assert.match(refused.output, /protect/);
    const { code, output } = await run(documentedCommands('docs/operate/deploy.md', 'Remove a stack'));
    assert.equal(code, 0, output);
    assert.deepEqual(await listLeftovers(clients), []);
  });
});
