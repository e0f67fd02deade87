import assert from 'node:assert/strict';
import { dashboardBody } from '../../components/dashboardBody';
import { MonitoringDashboard } from '../../components/monitoringDashboard';
import { childrenOf, deploy, inputsOf } from '../support/pulumiMocks';
import { sampleSla } from './sampleSla';

const monitored = {
  endpoint: 'churn',
  sla: sampleSla,
  alarmArns: ['alarm-arn'],
};

describe('MonitoringDashboard', () => {
  it('is one dashboard with the body of dashboardBody', async () => {
    const deployment = await deploy(
      () =>
        new MonitoringDashboard('dashboard', { dashboardName: 'prod', region: 'eu-west-1', endpoints: [monitored] })
          .dashboardName,
    );
    assert.deepEqual(childrenOf(deployment, 'model-observability:index:MonitoringDashboard'), [
      ['aws:cloudwatch/dashboard:Dashboard', 'dashboard'],
    ]);
    assert.deepEqual(inputsOf(deployment, 'aws:cloudwatch/dashboard:Dashboard', 'dashboard'), {
      dashboardName: 'prod',
      dashboardBody: JSON.stringify(dashboardBody('eu-west-1', [monitored])),
    });
    assert.equal(deployment.outputs, 'prod');
  });

  it('continues on further dashboards, so that none has more than the 500 widgets of the quota', async () => {
    const endpoints = Array.from({ length: 201 }, (_, i) => ({
      ...monitored,
      endpoint: `e${i}`,
      featureMetrics: true,
    }));
    const deployment = await deploy(
      () => new MonitoringDashboard('dashboard', { dashboardName: 'prod', region: 'eu-west-1', endpoints }),
    );
    const bodies = deployment.resources.flatMap(({ inputs }) => {
      const { dashboardName, dashboardBody: body } = inputs as { dashboardName?: string; dashboardBody?: string };
      return body === undefined ? [] : [[dashboardName, JSON.parse(body).widgets.length]];
    });
    assert.deepEqual(bodies, [
      ['prod', 500],
      ['prod--2', 500],
      ['prod--3', 5],
    ]);
  });
});

describe('dashboardBody', () => {
  const widgets = () => dashboardBody('eu-west-1', [monitored, { endpoint: 'new', sla: sampleSla }, monitored]).widgets;
  const titled = (title: string, from = widgets()) =>
    from.find(({ properties }) => properties['title'] === title)?.properties;

  it('shows who owns an endpoint, and what to read', () => {
    assert.deepEqual(widgets()[0]?.properties, {
      markdown: '## churn\nOwner payments-ml, [runbook](https://runbooks.example.com/churn)',
    });
  });

  it('shows that an endpoint without a baseline is not monitored', () => {
    const [text, next] = widgets().filter(({ y }) => y >= 8);
    assert.match(String(text?.properties['markdown']), /^## new\n.*, not monitored: no baseline is approved yet$/);
    assert.match(String(next?.properties['markdown']), /^## churn\n/);
  });

  it("shows an endpoint's alarms", () => {
    assert.deepEqual(titled('Alarms'), { title: 'Alarms', alarms: ['alarm-arn'] });
  });

  it('shows broken promises by severity, reports and the rejected share', () => {
    assert.deepEqual(titled('Broken promises')?.['metrics'], [
      ['ModelObservability', 'BrokenPromises', 'Endpoint', 'churn', 'Severity', 'critical'],
      ['ModelObservability', 'BrokenPromises', 'Endpoint', 'churn', 'Severity', 'warning'],
    ]);
    const runs = titled('Reports and rejects');
    assert.equal(runs?.['stat'], 'Maximum');
    assert.deepEqual(runs?.['metrics'], [
      ['ModelObservability', 'MonitorRuns', 'Endpoint', 'churn'],
      ['ModelObservability', 'RejectedShare', 'Endpoint', 'churn'],
    ]);
  });

  it('shows the drift of each feature of the contract beside its limit, where it is published', () => {
    assert.equal(titled('Drift from the baseline'), undefined);
    const published = dashboardBody('eu-west-1', [{ ...monitored, featureMetrics: true }]).widgets;
    const drift = titled('Drift from the baseline', published);
    assert.deepEqual([...new Set(published.map(({ type }) => type))], ['text', 'alarm', 'metric']);
    const metric = (feature: string) => [
      'ModelObservability',
      'DriftDistance',
      'Endpoint',
      'churn',
      'Feature',
      feature,
      { label: feature },
    ];
    assert.deepEqual(drift?.['metrics'], [metric('age'), metric('plan')]);
    assert.deepEqual(drift?.['annotations'], {
      horizontal: [
        { label: 'age limit', value: 0.2 },
        { label: 'plan limit', value: 0.3 },
      ],
    });
  });

  it('labels a metric with the name of its feature, except where CloudWatch would replace a part of it', () => {
    const feature = { ...sampleSla.features['age'], driftLimit: 0.2, severity: 'warning' as const };
    const sla = { ...sampleSla, features: { größe: feature, [`x$\{LAST}`]: feature } };
    const { widgets } = dashboardBody('eu-west-1', [{ ...monitored, sla, featureMetrics: true }]);
    const metrics = titled('Drift from the baseline', widgets)?.['metrics'] as unknown[][];
    assert.deepEqual(
      metrics.map((metric) => metric.slice(-2)),
      [
        ['gro_e-d353a2671b67afff', { label: 'größe' }],
        ['x_LAST-e46d957b80280fe1', { label: 'x_LAST-e46d957b80280fe1' }],
      ],
    );
  });

  it('has no widget without metrics, which CloudWatch refuses: no limit, no plot', () => {
    const sla = { ...sampleSla, features: {} };
    const { widgets } = dashboardBody('eu-west-1', [{ ...monitored, sla, featureMetrics: true }]);
    assert.equal(titled('Drift from the baseline', widgets), undefined);
  });

  it('draws hourly graphs of the region', () => {
    const published = dashboardBody('eu-west-1', [{ ...monitored, featureMetrics: true }]).widgets;
    const graph = { region: 'eu-west-1', view: 'timeSeries', period: 3600, stat: 'Maximum' };
    const shown = ['Broken promises', 'Reports and rejects', 'Drift from the baseline'].map((title) => {
      const { metrics, annotations, title: _, ...rest } = titled(title, published) ?? {};
      return rest;
    });
    assert.deepEqual(shown, [{ ...graph, stacked: true }, graph, { ...graph, yAxis: { left: { min: 0, max: 1 } } }]);
  });

  it('has a title row and a row of widgets per monitored endpoint', () => {
    assert.deepEqual(
      widgets().map(({ type, x, y, width, height }) => [type, x, y, width, height]),
      [
        ['text', 0, 0, 24, 2],
        ['alarm', 0, 2, 6, 6],
        ['metric', 6, 2, 6, 6],
        ['metric', 12, 2, 6, 6],
        ['text', 0, 8, 24, 2],
        ['text', 0, 10, 24, 2],
        ['alarm', 0, 12, 6, 6],
        ['metric', 6, 12, 6, 6],
        ['metric', 12, 12, 6, 6],
      ],
    );
  });

  it('places widgets side by side without overlap', () => {
    const cells = widgets().flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    );
    assert.equal(new Set(cells).size, cells.length);
    assert.ok(widgets().every(({ x, width }) => x + width <= 24));
  });
});
