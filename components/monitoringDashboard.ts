import { Dashboard } from '@pulumi/aws/cloudwatch';
import * as pulumi from '@pulumi/pulumi';
import type { Sla } from '../contract/sla';
import { dashboardBody } from './dashboardBody';

export interface MonitoringDashboardArgs {
  readonly dashboardName: string;
  readonly region: pulumi.Input<string>;
  readonly endpoints: readonly MonitoredEndpoint[];
}

/** An endpoint as the dashboard shows it. */
interface MonitoredEndpoint {
  readonly endpoint: string;
  readonly sla: Sla;
  /** Names its metrics; without one the endpoint has no baseline yet. */
  readonly monitoringSchedule?: pulumi.Input<string>;
  readonly alarmArns?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * One dashboard for a stack, a block per endpoint: alarms, violations, drift against its limits, captures and runs.
 *
 *     new MonitoringDashboard('dashboard', { dashboardName: 'model-observability-prod', region, endpoints });
 */
export class MonitoringDashboard extends pulumi.ComponentResource {
  readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: MonitoringDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MonitoringDashboard', name, {}, opts);
    const body = pulumi
      .all([args.region, pulumi.output([...args.endpoints])])
      .apply(([region, endpoints]) => JSON.stringify(dashboardBody(region, endpoints)));
    const dashboard = new Dashboard(name, { dashboardName: args.dashboardName, dashboardBody: body }, { parent: this });

    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}
