import { metricNameOf, observabilityMetrics, observabilityNamespace } from '../contract/metrics';
import type { Sla } from '../contract/sla';

export interface DashboardEndpoint {
  readonly endpoint: string;
  readonly sla: Sla;
  /** Alarms of the endpoint; undefined before its first baseline is approved. */
  readonly alarmArns?: readonly string[];
  /** Whether drift and completeness of each feature are published. */
  readonly featureMetrics?: boolean;
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

type MetricWidget = Pick<Widget, 'type' | 'properties'>;

const titleHeight = 2;
const rowHeight = 6;

/** Dashboard body with a block per endpoint ("Dashboard body structure" of CloudWatch's API reference). */
export function dashboardBody(region: string, endpoints: readonly DashboardEndpoint[]): { widgets: Widget[] } {
  const widgets: Widget[] = [];
  let y = 0;
  for (const endpoint of endpoints) {
    widgets.push(title(endpoint, y));
    y += titleHeight;
    if (endpoint.alarmArns === undefined) continue;
    widgets.push(...row(region, endpoint, endpoint.alarmArns, y));
    y += rowHeight;
  }
  return { widgets };
}

function title({ endpoint, sla, alarmArns }: DashboardEndpoint, y: number): Widget {
  const state = alarmArns === undefined ? ', not monitored: no baseline is approved yet' : '';
  const markdown = `## ${endpoint}\nOwner ${sla.owner}, [runbook](${sla.runbook})${state}`;
  return { type: 'text', x: 0, y, width: 24, height: titleHeight, properties: { markdown } };
}

function row(region: string, endpoint: DashboardEndpoint, alarmArns: readonly string[], y: number): Widget[] {
  const widgets: MetricWidget[] = [
    { type: 'alarm', properties: { title: 'Alarms', alarms: alarmArns } },
    promisesWidget(region, endpoint),
    runsWidget(region, endpoint),
    ...driftWidget(region, endpoint),
  ];
  return widgets.map((widget, column) => ({ ...widget, x: column * 6, y, width: 6, height: rowHeight }));
}

function promisesWidget(region: string, { endpoint }: DashboardEndpoint): MetricWidget {
  const of = (severity: string) => metric(observabilityMetrics.brokenPromises, endpoint, 'Severity', severity);
  const metrics = [of('critical'), of('warning')];
  return { type: 'metric', properties: { ...hourly(region), title: 'Broken promises', stacked: true, metrics } };
}

function runsWidget(region: string, { endpoint }: DashboardEndpoint): MetricWidget {
  const { monitorRuns, rejectedShare } = observabilityMetrics;
  const metrics = [metric(monitorRuns, endpoint), metric(rejectedShare, endpoint)];
  return { type: 'metric', properties: { ...hourly(region), title: 'Reports and rejects', metrics } };
}

/** Drift of the features that the SLA limits, where it is published; CloudWatch refuses a widget without metrics. */
function driftWidget(region: string, { endpoint, sla, featureMetrics }: DashboardEndpoint): MetricWidget[] {
  const limits = Object.entries(sla.features).flatMap(([feature, { driftLimit }]) =>
    driftLimit === undefined ? [] : [{ feature, driftLimit }],
  );
  if (!featureMetrics || limits.length === 0) return [];
  const properties = {
    ...hourly(region),
    title: 'Drift from the baseline',
    yAxis: { left: { min: 0, max: 1 } },
    metrics: limits.map(({ feature }) => [
      ...metric(observabilityMetrics.driftDistance, endpoint, 'Feature', metricNameOf(feature)),
      { label: labelOf(feature) },
    ]),
    annotations: {
      horizontal: limits.map(({ feature, driftLimit }) => ({ label: `${labelOf(feature)} limit`, value: driftLimit })),
    },
  };
  return [{ type: 'metric', properties }];
}

/** A feature's own name, except where CloudWatch would read part of it as a dynamic label. */
function labelOf(feature: string): string {
  return feature.includes('${') ? metricNameOf(feature) : feature;
}

function metric(name: string, endpoint: string, ...dimensions: string[]): string[] {
  return [observabilityNamespace, name, 'Endpoint', endpoint, ...dimensions];
}

function hourly(region: string) {
  return { region, view: 'timeSeries', period: 3600, stat: 'Maximum' };
}
