import { dataMetricsNamespace, driftMetric, observabilityMetrics, observabilityNamespace } from '../contract/metrics';
import { checkTypes } from '../contract/modelMonitorFiles';
import type { Sla } from '../contract/sla';

interface DashboardEndpoint {
  readonly endpoint: string;
  readonly sla: Sla;
  readonly monitoringSchedule?: string;
  readonly alarmArns?: readonly string[];
}

/** A widget of a CloudWatch dashboard; the grid is 24 units wide. */
interface Widget {
  readonly type: 'text' | 'metric' | 'alarm';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface DriftLimit {
  readonly feature: string;
  readonly driftLimit: number;
}

const titleHeight = 2;
const rowHeight = 6;

/** Dashboard body with a block per endpoint ("Dashboard body structure" of CloudWatch's API reference). */
export function composeDashboardBody(region: string, endpoints: readonly DashboardEndpoint[]): { widgets: Widget[] } {
  const widgets: Widget[] = [];
  let y = 0;
  for (const endpoint of endpoints) {
    widgets.push(title(endpoint, y));
    y += titleHeight;
    if (endpoint.monitoringSchedule === undefined) continue;
    widgets.push(...row(region, endpoint, endpoint.monitoringSchedule, y));
    y += rowHeight;
  }
  return { widgets };
}

function title({ endpoint, sla, monitoringSchedule }: DashboardEndpoint, y: number): Widget {
  const state = monitoringSchedule === undefined ? 'not monitored: no approved baseline' : monitoringSchedule;
  const markdown = `## ${endpoint}\nOwner ${sla.owner}, [runbook](${sla.runbook}), ${state}`;
  return { type: 'text', x: 0, y, width: 24, height: titleHeight, properties: { markdown } };
}

function row(region: string, { endpoint, sla, alarmArns }: DashboardEndpoint, schedule: string, y: number): Widget[] {
  const place = (column: number) => ({ x: column * 6, y, width: 6, height: rowHeight });
  const hourly = hourlyIn(region);
  const own = (metric: string, ...dimensions: string[]) => [
    observabilityNamespace,
    metric,
    'Endpoint',
    endpoint,
    ...dimensions,
  ];
  const limits = Object.entries(sla.features).flatMap(([feature, { driftLimit }]) =>
    driftLimit === undefined ? [] : [{ feature, driftLimit }],
  );
  return [
    { type: 'alarm', ...place(0), properties: { title: 'Alarms', alarms: alarmArns ?? [] } },
    {
      type: 'metric',
      ...place(1),
      properties: {
        ...hourly,
        title: 'Violations',
        stat: 'Sum',
        stacked: true,
        metrics: checkTypes.map((type) => own(observabilityMetrics.violations, 'CheckType', type)),
      },
    },
    // CloudWatch refuses a dashboard if one widget has no metrics.
    ...(limits.length === 0 ? [] : [{ ...place(2), ...driftWidget(region, endpoint, schedule, limits) }]),
    {
      type: 'metric',
      ...place(3),
      properties: {
        ...hourly,
        title: 'Captured files and runs',
        stat: 'Sum',
        metrics: [own(observabilityMetrics.capturedFiles), own(observabilityMetrics.monitorRuns)],
      },
    },
  ];
}

function driftWidget(region: string, endpoint: string, schedule: string, limits: readonly DriftLimit[]) {
  return {
    type: 'metric' as const,
    properties: {
      ...hourlyIn(region),
      title: 'Drift from the baseline',
      stat: 'Maximum',
      yAxis: { left: { min: 0, max: 1 } },
      metrics: limits.map(({ feature }) => [
        dataMetricsNamespace,
        driftMetric(feature),
        'Endpoint',
        endpoint,
        'MonitoringSchedule',
        schedule,
        { label: feature },
      ]),
      annotations: {
        horizontal: limits.map(({ feature, driftLimit }) => ({ label: `${feature} limit`, value: driftLimit })),
      },
    },
  };
}

function hourlyIn(region: string) {
  return { region, view: 'timeSeries', period: 3600 };
}
