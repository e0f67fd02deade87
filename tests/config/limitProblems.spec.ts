import assert from 'node:assert/strict';
import { MonitoringAlarms } from '../../components/monitoringAlarms';
import { alarmCount, keyCount, roleCount, ruleCount, sharedAlarmCount } from '../../config/limitProblems';
import { maxEndpointNameLength } from '../../config/nameProblems';
import { awsQuotas, ownerAndRunbookLength, textRules } from '../../contract/awsLimits';
import type { Sla } from '../../contract/sla';
import { ownStack } from '../policy/ownStack';
import { deploy } from '../support/pulumiMocks';
import { accepted, churn, endpoint, files, problemLines, slaHead, stackFile, withSla } from './stackFile';

const alarmType = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const address = 'https://runbooks.example.com/';

/** The alarms that the component makes for an SLA. */
async function alarmsOf(name: string, sla: Sla) {
  const { resources } = await deploy(
    () =>
      new MonitoringAlarms('alarms', {
        stack: 'x'.repeat(100),
        topicArn: 'topic',
        endpoints: { [name]: { sla, schedule: 'cron(0 0 ? * * *)', monitoredSince: '2026-11-01T10:05:00Z', tags: {} } },
      }).alarms,
  );
  return resources.filter(({ type }) => type === alarmType);
}

const slaWith = (owner: string, runbook: string) =>
  withSla(
    slaHead
      .replace('payments-ml', `'${owner}'`)
      .replace(/runbook: .*/, `runbook: '${runbook}'`)
      .concat('features: {}\n'),
  );

describe('limits of AWS in settings', () => {
  it('keep the longest description of an alarm within its limit', async () => {
    const owner = 'o'.repeat(256);
    const runbook = address.padEnd(ownerAndRunbookLength - owner.length, 'r');
    const name = 'e'.repeat(maxEndpointNameLength);
    const features = { age: { severity: 'critical', driftLimit: 0.1 } } as const;
    const alarms = await alarmsOf(name, { endpoint: name, owner, runbook, freshnessHours: 24, features });
    const lengths = alarms.map(({ inputs }) => String(inputs['alarmDescription']).length);
    assert.ok(lengths.length > 0);
    assert.ok(Math.max(...lengths) <= textRules['alarm description'].length[1], lengths.join(' '));
  });

  it('refuse an owner and a runbook that make a description too long', () => {
    const owner = 'o'.repeat(200);
    const fits = address.padEnd(ownerAndRunbookLength - owner.length, 'r');
    assert.deepEqual(problemLines(stackFile, slaWith(owner, fits)), []);
    assert.deepEqual(problemLines(stackFile, slaWith(owner, `${fits}r`)), [
      "slas/churn.yaml:3: runbook: owner and runbook have 601 characters together; use at most 600, because an alarm's description holds both and AWS allows 1024 (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html)",
    ]);
  });

  it('refuse an owner that is not a valid tag, in an SLA and in settings', () => {
    const text = `invalid tag value: use ${textRules['tag value'].allowed} (${textRules['tag value'].source})`;
    assert.deepEqual(problemLines(stackFile, slaWith('payments, ml', address)), [`slas/churn.yaml:2: owner: ${text}`]);
    assert.deepEqual(problemLines(endpoint({ owner: 'a|b' })), [`endpoints.churn.owner: ${text}`]);
    assert.deepEqual(problemLines({ ...stackFile, owner: 'o'.repeat(257) }), [`owner: ${text}`]);
  });

  it('refuse an image address that is too long', () => {
    const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${'r'.repeat(220)}:v1`;
    assert.deepEqual(problemLines(endpoint({ analyzerImage: image })), [
      'endpoints.churn.analyzerImage: must have at most 255 characters',
    ]);
  });

  it('accept a feature of any name, where features are published', () => {
    const columns = `  - { name: f${'x'.repeat(1024)}, type: Integral }\n  - { name: größe, type: Integral }\n`;
    const folder = { ...files, 'schemas/churn/v1.yaml': `${files['schemas/churn/v1.yaml']}${columns}` };
    assert.deepEqual(problemLines(endpoint({ featureMetrics: true }), { files: folder }), []);
  });

  it('refuse more published features than a widget shows', () => {
    const names = Array.from({ length: 501 }, (_, i) => `f${i}`);
    const columns = names.map((name) => `  - { name: ${name}, type: Integral }\n`).join('');
    const promises = (count: number) =>
      names
        .slice(0, count)
        .map((name) => `  ${name}: { driftLimit: 0.1 }\n`)
        .join('');
    const folder = (count: number) => ({
      'schemas/churn/v1.yaml': `version: v1\noutput:\n  - { name: score, type: Fractional }\ninput:\n${columns}`,
      'slas/churn.yaml': `${slaHead}features:\n${promises(count)}`,
    });
    const published = endpoint({ featureMetrics: true });
    assert.deepEqual(problemLines(published, { files: folder(500) }), []);
    assert.deepEqual(problemLines(published, { files: folder(501) }), [
      'endpoints.churn.featureMetrics: the stack needs 501 metrics of a widget, and AWS allows 500 (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html); set featureMetrics to false',
    ]);
    assert.deepEqual(problemLines(stackFile, { files: folder(501) }), []);
  });
});

describe('quotas of an account', () => {
  const split = 'split the stack over accounts, or have the quota raised and set';
  /** A stack of monitored endpoints, three alarms each. */
  const many = (count: number, quotas = {}, engine = 'modelMonitor') => {
    const names = Array.from({ length: count }, (_, i) => `e${i}`);
    const settings = { ...churn, engine, schemaFile: 'schemas/churn/v1.yaml', baseline: '2026-11-01-3f9a2c' };
    const folder = Object.fromEntries(
      names.map((name) => [
        `slas/${name}.yaml`,
        files['slas/churn.yaml']?.replace('endpoint: churn', `endpoint: ${name}`) ?? '',
      ]),
    );
    const endpoints = Object.fromEntries(names.map((name) => [name, { ...settings, sla: `slas/${name}.yaml` }]));
    return [{ ...stackFile, endpoints, quotas }, { files: { ...files, ...folder } }] as const;
  };

  it('refuse more alarms and roles than they allow', () => {
    assert.deepEqual(problemLines(...many(4, { alarms: 24, roles: 12 })), []);
    assert.deepEqual(problemLines(...many(4, { alarms: 23, roles: 11 })), [
      `endpoints: the stack needs 24 alarms of a region, and AWS allows 23 (${awsQuotas.alarms.source}); ${split} quotas.alarms`,
      `endpoints: the stack needs 12 roles of an account, and AWS allows 11 (${awsQuotas.roles.source}); ${split} quotas.roles`,
    ]);
  });

  it('count the alarm on failed runs of a stack with the analyzer', () => {
    assert.deepEqual(problemLines(...many(4, { alarms: 25 }, 'analyzer')), []);
    assert.deepEqual(problemLines(...many(4, { alarms: 24 }, 'analyzer')), [
      `endpoints: the stack needs 25 alarms of a region, and AWS allows 24 (${awsQuotas.alarms.source}); ${split} quotas.alarms`,
    ]);
  });

  it('are those of a new account by default', () => {
    assert.deepEqual(problemLines(...many(993)), [
      `endpoints: the stack needs 1001 roles of an account, and AWS allows 1000 (${awsQuotas.roles.source}); ${split} quotas.roles`,
    ]);
  }).timeout(60_000);

  it('count the roles, alarms, rules and keys that the program creates besides those of endpoints', async () => {
    const resources = await ownStack('prod', 'preview');
    const namesOf = (type: string) => resources.filter((resource) => resource.type === type).map(({ name }) => name);
    const alarms = namesOf('aws:cloudwatch/metricAlarm:MetricAlarm').filter((name) => name.endsWith('-alarm'));
    assert.equal(alarms.length, sharedAlarmCount(true), alarms.join());
    const roles = namesOf('aws:iam/role:Role').filter((name) => !/-(arrival-delay|cancellation)$/.test(name));
    // No route of this stack leaves AWS.
    assert.equal(roles.length + 1, roleCount(0), roles.join());
    const rules = resources.filter(
      ({ type, props }) =>
        type === 'aws:cloudwatch/eventRule:EventRule' && !props?.['eventBusName'] && !props?.['region'],
    );
    assert.equal(rules.length, ruleCount, rules.map(({ name }) => name).join());
    assert.equal(namesOf('aws:kms/key:Key').length, keyCount);
  }).timeout(60_000);

  it('count the alarms that the component makes', async () => {
    for (const severity of ['critical', 'warning', 'info'] as const) {
      const { settings } = accepted(
        stackFile,
        withSla(`${slaHead}features: { age: { driftLimit: 0.1, severity: ${severity} } }\n`),
      );
      const sla = settings.endpoints[0]?.sla ?? assert.fail('no endpoint');
      assert.equal((await alarmsOf('churn', sla)).length, alarmCount(sla), severity);
    }
  });

  it('refuse more metrics than a dashboard shows', () => {
    const columns = Array.from({ length: 100 }, (_, i) => `f${i}`);
    const schema = `version: v1\noutput:\n  - { name: score, type: Fractional }\ninput:\n${columns.map((name) => `  - { name: ${name}, type: Integral }\n`).join('')}`;
    const features = columns.map((name) => `  ${name}: { driftLimit: 0.1 }\n`).join('');
    const published = (count: number) => {
      const [raw, { files: folder }] = many(count);
      const slas = Object.keys(raw.endpoints).map((name) => [
        `slas/${name}.yaml`,
        `${slaHead.replace('churn', name)}features:\n${features}`,
      ]);
      const endpoints = Object.fromEntries(
        Object.entries(raw.endpoints).map(([name, settings]) => [name, { ...settings, featureMetrics: true }]),
      );
      const read = { ...folder, 'schemas/churn/v1.yaml': schema, ...Object.fromEntries(slas) };
      return problemLines({ ...raw, endpoints }, { files: read });
    };
    assert.deepEqual(published(24), []);
    assert.deepEqual(published(25), [
      `endpoints: the stack needs 2600 metrics of a dashboard, and AWS allows 2500 (${awsQuotas.metricsPerDashboard.source}); set featureMetrics to false for some endpoints`,
    ]);
  });
});
