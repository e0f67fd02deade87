import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { parseAlarmName } from '../../contract/alarmNames';
import { installPolicyHost } from '../../rehearsal/engine/policyHost';
import { editCopy, linkProgram } from '../support/linkedProgram';
import { folderFrom, makeTestEngine, type TestEngine } from '../support/testEngine';

const repository = resolve(__dirname, '../..');

/** What `pulumi preview --json` prints, as far as this reads it. */
interface Preview {
  readonly steps: readonly {
    readonly op: string;
    readonly urn: string;
    readonly newState: { readonly type: string; readonly inputs?: Readonly<Record<string, unknown>> };
  }[];
  readonly diagnostics: readonly { readonly message: string; readonly severity: string }[];
}

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Names of an endpoint's alarms, ascending; there is one on critical promises where the SLA has such promises. */
function expectedAlarms(stack: string, endpoint: string): string[] {
  const path = join(repository, 'slas', `${endpoint}.yaml`);
  const { features } = parse(readFileSync(path, 'utf8')) as { features: Record<string, { severity?: string }> };
  const isCritical = Object.values(features).some(({ severity }) => severity === 'critical');
  return [
    ...(isCritical ? [`critical.${stack}.${endpoint}.promises`] : []),
    `critical.${stack}.${endpoint}.silence`,
    `warning.${stack}.${endpoint}.promises`,
  ];
}

describe('a preview of the program with its real stack files', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let program: string;
  let pack: string;

  before(async () => {
    engine = await makeTestEngine([folderFrom('REHEARSAL_LANGUAGE_HOST', 'pulumi-language-nodejs')]);
    program = join(engine.folder, 'program');
    await linkProgram(program);
    pack = await installPolicyHost(join(engine.folder, 'pack'), join(repository, 'policy'));
    for (const stack of ['dev', 'prod']) {
      const { code, stderr } = await pulumi(['stack', 'init', stack]);
      assert.equal(code, 0, stderr);
    }
  });
  after(() => engine?.remove());

  async function pulumi(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Run> {
    // Type-checking the program is `npm run check`'s work; without it a preview takes a third of the time.
    const env = { ...process.env, ...engine.env, PULUMI_NODEJS_TRANSPILE_ONLY: 'true', ...more };
    const child = spawn('pulumi', [...args, '--non-interactive'], {
      cwd: program,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, stdout, stderr };
  }

  async function preview(stack: string): Promise<{ code: number | null; preview: Preview }> {
    const { code, stdout, stderr } = await pulumi(['preview', '--json', '--stack', stack]);
    assert.match(stdout, /^\{/, `${stdout}\n${stderr}`);
    return { code, preview: JSON.parse(stdout) as Preview };
  }

  const errorsOf = ({ diagnostics }: Preview) =>
    diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);

  const schedules = {
    dev: { 'arrival-delay': 'cron(0/5 * * * ? *)', cancellation: 'cron(0 0/2 ? * * *)' },
    prod: { 'arrival-delay': 'cron(0/15 * * * ? *)', cancellation: 'cron(0 * ? * * *)' },
  } as const;

  for (const [stack, endpoints] of Object.entries(schedules)) {
    it(`${stack}: each endpoint has the schedule of its engine, and alarms`, async () => {
      const { code, preview: plan } = await preview(stack);
      assert.deepEqual(errorsOf(plan), []);
      assert.equal(code, 0);
      assert.ok(plan.steps.every(({ op }) => op === 'create'));
      const inputsOf = (type: string, name: string) =>
        plan.steps.find(({ urn }) => urn.endsWith(`${type}::${name}`))?.newState.inputs;
      for (const [endpoint, schedule] of Object.entries(endpoints)) {
        const definition = inputsOf(
          'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition',
          `${endpoint}-definition`,
        );
        if (endpoint === 'cancellation') {
          assert.ok(definition);
          const monitoring = inputsOf('aws:sagemaker/monitoringSchedule:MonitoringSchedule', endpoint);
          const config = monitoring?.['monitoringScheduleConfig'] as Record<string, unknown> | undefined;
          assert.deepEqual(config?.['scheduleConfig'], { scheduleExpression: schedule });
          assert.equal(config?.['monitoringType'], 'DataQuality');
        } else {
          assert.equal(definition, undefined);
          assert.equal(inputsOf('aws:scheduler/schedule:Schedule', endpoint)?.['scheduleExpression'], schedule);
        }

        const alarms = plan.steps
          .filter(({ newState }) => newState.type === 'aws:cloudwatch/metricAlarm:MetricAlarm')
          .map(({ newState: { inputs } }) => String(inputs?.['name']))
          .filter((name) => parseAlarmName(name)?.stack === stack && parseAlarmName(name)?.endpoint === endpoint);
        assert.deepEqual(alarms.sort(), expectedAlarms(stack, endpoint));
      }
    });
  }

  for (const stack of Object.keys(schedules)) {
    it(`${stack}: the policy pack refuses nothing, and says which roles it can judge only in the update`, async () => {
      const { code, stdout } = await pulumi(['preview', '--suppress-outputs', '--policy-pack', pack], {
        PULUMI_STACK: stack,
      });
      const policies = stdout.slice(stdout.indexOf('Policies:'));
      assert.match(policies, / model-observability@v/, 'the pack ran');
      // A role's document names keys and queues, whose ARNs exist only once they are made.
      assert.deepEqual(
        [...policies.matchAll(/- \[(\w+)\] .* (\S+) {2}\((\S+ \S+)\)/g)]
          .map(([, ...finding]) => finding)
          .filter(([, policy]) => policy !== 'iam-action-table-age')
          .sort(),
        // A monitor's role is asked about twice: by itself, and as the role of its endpoint's schedule.
        [
          'Role: analyzer-arrival-delay',
          'RolePolicy: analyzer-arrival-delay-policy',
          'RolePolicy: analyzer-role-policy',
          'RolePolicy: audit-detection-check-role-policy',
          'RolePolicy: audit-detection-role-policy',
          'RolePolicy: audit-log-role-policy',
          'RolePolicy: incidents-daily-role-policy',
          'RolePolicy: incidents-role-policy',
          'RolePolicy: monitoring-cancellation-policy',
          'RolePolicy: monitoring-cancellation-policy',
        ].map((name) => ['advisory', 'undetermined', `aws:iam:${name}`]),
      );
      assert.equal(code, 0);
    });
  }

  it('reports every mistake in a stack file, deploys nothing and exits with 1', async () => {
    await editCopy(join(program, 'Pulumi.dev.yaml'), { '2026-11-02-7c41e9': 'latest', 'schema: v1\n': 'schema: v9\n' });
    const { code, preview: plan } = await preview('dev');
    assert.equal(code, 1);
    assert.deepEqual(errorsOf(plan), [
      [
        'error: 2 problems in Pulumi.dev.yaml and the files that it names; nothing was deployed.',
        "  endpoints.arrival-delay.baseline: invalid baseline id 'latest': expected yyyy-mm-dd-<six hex digits>, such as " +
          "2026-11-01-3f9a2c, as printed by 'baseline derive'",
        '  endpoints.cancellation.schema: file schemas/cancellation/v9.yaml not found; add it with the columns of the captures',
        '',
      ].join('\n'),
    ]);
    assert.deepEqual(
      plan.steps.map(({ newState }) => newState.type),
      ['pulumi:pulumi:Stack'],
    );
  });
});
