import assert from 'node:assert/strict';
import { accepted, endpoint, files, problemLines, slaHead, stackFile, withSla } from './stackFile';

describe('defaults of settings', () => {
  it('an endpoint has the defaults and the owner of its SLA', () => {
    const { settings } = accepted(stackFile);
    const { captureSchema, sla, ...rest } = settings.endpoints[0] ?? assert.fail('no endpoint');
    assert.equal(captureSchema.version, 'v1');
    assert.equal(sla.features['age']?.severity, 'critical');
    assert.deepEqual(rest, {
      endpoint: 'churn',
      schema: 'v1',
      engine: 'modelMonitor',
      owner: 'payments-ml',
      schedule: 'cron(0 * ? * * *)',
      instanceType: 'ml.m5.large',
      instanceCount: 1,
      networkIsolation: true,
      maxRuntimeMinutes: 50,
      featureMetrics: false,
    } as unknown as typeof rest);
  });

  it('an endpoint of the analyzer may have one variant, one of Model Monitor has all', () => {
    const of = (engine: string) => endpoint({ engine, variant: 'blue' });
    assert.equal(accepted(of('analyzer')).settings.endpoints[0]?.variant, 'blue');
    assert.deepEqual(problemLines(of('modelMonitor')), [
      'endpoints.churn.variant: engine modelMonitor reads all variants; remove it, or set engine to analyzer',
    ]);
  });

  it('lets destroy delete store and evidence of a local stack only, unless the settings allow it', () => {
    const allowed = (stack: string, more = {}) =>
      accepted({ ...stackFile, ...more }, { stack, preview: true }).settings.allowRemoval;
    assert.deepEqual([allowed('local'), allowed('dev'), allowed('prod')], [true, false, false]);
    assert.equal(allowed('prod', { allowRemoval: true }), true);
  });

  it('warns once, in the preview, that an existing trail is not checked', () => {
    const trailArn = 'arn:aws-cn:cloudtrail:cn-north-1:123456789012:trail/org';
    const of = (preview: boolean) => accepted({ ...stackFile, evidence: { trailArn } }, { preview });
    assert.deepEqual(
      [true, false].map((preview) => of(preview).warnings.filter((text) => text.startsWith('evidence'))),
      [
        [
          'evidence.trailArn: the stack creates no trail and does not check this one: it must record all regions, ' +
            "with digest files and with the object calls on the store's baselines/ and schemas/; 'model-observability doctor' reads its settings",
        ],
        [],
      ],
    );
    assert.equal(of(true).settings.evidence.trailArn, trailArn);
  });

  it('an SLA has the alarms of its environment, and its own keys go before', () => {
    const alarmsOf = (stack: string, sla = '', thresholds = {}) => {
      const more = { stack, preview: true, ...withSla(`${slaHead}features: {}\n${sla}`) };
      return accepted({ ...stackFile, thresholds }, more).settings.endpoints[0]?.sla.alarms;
    };
    assert.deepEqual(alarmsOf('dev'), { budget: 1, mode: 'calibrated' });
    assert.deepEqual(alarmsOf('prod'), { budget: 0.5, mode: 'calibrated' });
    const own = 'alarms: { mode: exact, timeZone: Europe/Berlin }\n';
    assert.deepEqual(alarmsOf('prod', own), { budget: 0.5, mode: 'exact', timeZone: 'Europe/Berlin' });
    assert.deepEqual(alarmsOf('dev', '', { alarmBudget: 2, alarmMode: 'exact' }), { budget: 2, mode: 'exact' });
  });

  it('dev and prod differ in retention, evidence, thresholds and alarm targets', () => {
    const withoutLimits = withSla(
      slaHead
        .replace('freshnessHours: 3\n', '')
        .concat(
          'features:\n  age: { driftLimit: 0.3 }\n  country: { severity: critical }\n  score: { completeness: 1 }\n',
        ),
    );
    const dev = accepted(stackFile, withoutLimits).settings;
    const prod = accepted(stackFile, { stack: 'prod', preview: true, ...withoutLimits }).settings;
    const explainsNothing = { deploymentRoles: [], approvers: [], mutes: [] };
    assert.deepEqual(
      [dev, prod].map(({ retention, evidence, alerts }) => [retention.capturesDays, evidence, alerts.tickets]),
      [
        [7, { ...explainsNothing, retentionYears: 1, objectLock: 'none' }, false],
        [30, { ...explainsNothing, retentionYears: 7, objectLock: 'governance' }, true],
      ],
    );
    const limits = [dev, prod].map(({ endpoints }) => endpoints[0]?.sla);
    assert.deepEqual(
      limits.map((read) => [read?.freshnessHours, read?.features]),
      [
        [
          4,
          {
            age: { driftLimit: 0.3, severity: 'info' },
            country: { driftLimit: 0.2, severity: 'critical' },
            score: { completeness: 1, severity: 'info' },
          },
        ],
        [
          2,
          {
            age: { driftLimit: 0.3, severity: 'warning' },
            country: { driftLimit: 0.1, severity: 'critical' },
            score: { completeness: 1, severity: 'warning' },
          },
        ],
      ],
    );
  });

  it('a stack file overrides single values of its environment', () => {
    const { settings } = accepted({ ...stackFile, retention: { capturesDays: 2 }, tags: { team: 'a' } });
    assert.equal(settings.retention.capturesDays, 2);
    assert.equal(settings.retention.logDays, 30);
    assert.deepEqual(settings.tags, {
      project: 'model-observability',
      stack: 'dev',
      environment: 'dev',
      owner: 'ml-platform',
      team: 'a',
    });
  });

  it('a preview of prod needs no secret, an update does', () => {
    const text =
      "pagerUrl: missing, so critical alarms would page nobody; run 'pulumi config set --secret --stack prod pagerUrl https://...', or set alerts.pager to optional";
    const baselined = endpoint({ baseline: '2026-11-01-3f9a2c' });
    assert.deepEqual(accepted(baselined, { stack: 'prod', preview: true }).warnings, [text]);
    assert.deepEqual(problemLines(baselined, { stack: 'prod' }), [text]);
    assert.deepEqual(problemLines({ ...baselined, pagerUrl: 'https://events.example.com/x' }, { stack: 'prod' }), []);
    assert.deepEqual(problemLines({ ...baselined, alerts: { pager: 'optional' } }, { stack: 'prod' }), []);
  });

  it('an endpoint without a baseline is allowed, with a warning', () => {
    assert.deepEqual(accepted(stackFile).warnings, [
      'endpoints.churn.baseline: missing, so no monitor and no alarms are deployed; derive a baseline from a clean window and set its id here',
    ]);
    assert.deepEqual(accepted(stackFile, { stack: 'local' }).warnings, []);
  });

  it('a column of type Category is allowed with the managed engine, with a warning', () => {
    const file = (files['schemas/churn/v1.yaml'] ?? '').replace('type: Integral', 'type: Category');
    const folder = { ...files, 'schemas/churn/v1.yaml': file };
    const baseline = '2026-11-01-3f9a2c';
    const { warnings } = accepted(endpoint({ engine: 'modelMonitor', baseline }), { files: folder });
    assert.deepEqual(warnings, [
      "endpoints.churn.engine: Model Monitor infers types from values, so it does not compare the Category column(s) 'age' in windows in which every value is a number; use engine analyzer",
    ]);
    assert.deepEqual(accepted(endpoint({ engine: 'analyzer', baseline }), { files: folder }).warnings, []);
  });

  it('a pager on a loopback host may be plain http', () => {
    for (const pagerUrl of ['http://127.0.0.1:8080/pager', 'http://localhost:1/x', 'http://[::1]:1/']) {
      assert.equal(accepted({ ...stackFile, pagerUrl }).settings.alerts.pagerUrl, pagerUrl);
    }
  });
});
