import { Dashboard } from '@pulumi/aws/cloudwatch';
import * as pulumi from '@pulumi/pulumi';
import { composePageName, endpointsPerDashboard } from '../contract/resourceNames';
import { type DashboardEndpoint, dashboardBody } from './dashboardBody';

export interface MonitoringDashboardArgs {
  readonly dashboardName: string;
  readonly region: pulumi.Input<string>;
  readonly endpoints: readonly ShownEndpoint[];
}

/** An endpoint on the dashboard. */
interface ShownEndpoint extends Omit<DashboardEndpoint, 'alarmArns'> {
  readonly alarmArns?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * The dashboard of a stack, a block per endpoint: alarms, broken promises, captures and runs. A stack of more than 100
 * endpoints has further dashboards, `<name>--2` and so on.
 *
 *     new MonitoringDashboard('dashboard', { dashboardName: 'model-observability-prod', region, endpoints });
 */
export class MonitoringDashboard extends pulumi.ComponentResource {
  /** Name of the first dashboard. */
  readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: MonitoringDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MonitoringDashboard', name, {}, opts);
    const pages = Math.max(1, Math.ceil(args.endpoints.length / endpointsPerDashboard));
    const dashboards = Array.from({ length: pages }, (_, page) => {
      const from = page * endpointsPerDashboard;
      const shown = args.endpoints.slice(from, from + endpointsPerDashboard);
      // Only the ARNs are outputs: to wrap all settings would take an output for each of their values.
      const body = pulumi
        .all([args.region, pulumi.all(shown.map(({ alarmArns }) => pulumi.output(alarmArns)))])
        .apply(([region, arns]) => {
          const endpoints = shown.map((endpoint, i) => ({ ...endpoint, alarmArns: arns[i] }));
          return JSON.stringify(dashboardBody(region, endpoints));
        });
      return new Dashboard(
        composePageName(name, page + 1),
        { dashboardName: composePageName(args.dashboardName, page + 1), dashboardBody: body },
        { parent: this },
      );
    });

    this.dashboardName = dashboards[0]?.dashboardName ?? pulumi.output(args.dashboardName);
    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}
