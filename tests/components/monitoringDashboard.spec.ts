import assert from 'node:assert/strict';
import { composeDashboardBody } from '../../components/dashboardBody';
import { MonitoringDashboard } from '../../components/monitoringDashboard';
import { childrenOf, deploy, inputsOf } from '../support/pulumiMocks';
import { sampleSla } from './sampleSla';

const monitored = {
  endpoint: 'churn',
  sla: sampleSla,
  monitoringSchedule: 'churn-monitor',
  alarmArns: ['alarm-arn'],
};

describe('MonitoringDashboard', () => {
  it('creates one dashboard with the body of composeDashboardBody', async () => {
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
      dashboardBody: JSON.stringify(composeDashboardBody('eu-west-1', [monitored])),
    });
    assert.equal(deployment.outputs, 'prod');
  });
});

describe('composeDashboardBody', () => {
  const { widgets } = composeDashboardBody('eu-west-1', [monitored, { endpoint: 'new', sla: sampleSla }, monitored]);
  const titled = (title: string) => widgets.find(({ properties }) => properties['title'] === title)?.properties;

  it('shows owner and runbook of an endpoint', () => {
    assert.deepEqual(widgets[0]?.properties, {
      markdown: '## churn\nOwner payments-ml, [runbook](https://runbooks.example.com/churn), churn-monitor',
    });
  });

  it('shows that an endpoint without a baseline is not monitored', () => {
    const [text, next] = widgets.filter(({ y }) => y >= 8);
    assert.match(String(text?.properties['markdown']), /^## new\n.*, not monitored: no approved baseline$/);
    assert.match(String(next?.properties['markdown']), /^## churn\n/);
  });

  it("shows an endpoint's alarms", () => {
    assert.deepEqual(titled('Alarms'), { title: 'Alarms', alarms: ['alarm-arn'] });
  });

  it('shows violations by check type', () => {
    assert.deepEqual(titled('Violations')?.['metrics'], [
      ['ModelObservability', 'Violations', 'Endpoint', 'churn', 'CheckType', 'data_type_check'],
      ['ModelObservability', 'Violations', 'Endpoint', 'churn', 'CheckType', 'completeness_check'],
      ['ModelObservability', 'Violations', 'Endpoint', 'churn', 'CheckType', 'baseline_drift_check'],
      ['ModelObservability', 'Violations', 'Endpoint', 'churn', 'CheckType', 'missing_column_check'],
      ['ModelObservability', 'Violations', 'Endpoint', 'churn', 'CheckType', 'extra_column_check'],
      ['ModelObservability', 'Violations', 'Endpoint', 'churn', 'CheckType', 'categorical_values_check'],
    ]);
  });

  it('shows the drift of each feature of the SLA with its limit', () => {
    const drift = titled('Drift from the baseline');
    const metric = (feature: string) => [
      'aws/sagemaker/Endpoints/data-metrics',
      `feature_baseline_drift_${feature}`,
      'Endpoint',
      'churn',
      'MonitoringSchedule',
      'churn-monitor',
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

  it('has no widget without metrics, which CloudWatch refuses', () => {
    const sla = { ...sampleSla, features: { note: { severity: 'info' as const } } };
    const body = composeDashboardBody('eu-west-1', [{ ...monitored, sla }]);
    const titles = body.widgets.map(({ properties }) => properties['title']);
    assert.deepEqual(titles, [undefined, 'Alarms', 'Violations', 'Captured files and runs']);
  });

  it('shows captured files and runs', () => {
    assert.deepEqual(titled('Captured files and runs')?.['metrics'], [
      ['ModelObservability', 'CapturedFiles', 'Endpoint', 'churn'],
      ['ModelObservability', 'MonitorRuns', 'Endpoint', 'churn'],
    ]);
  });

  it('places widgets on 24 columns without overlap', () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    );
    assert.equal(new Set(cells).size, cells.length);
    assert.ok(widgets.every(({ x, width }) => x + width <= 24));
  });
});
