import { Dashboard } from '@pulumi/aws/cloudwatch';
import * as pulumi from '@pulumi/pulumi';
import type { Sla } from '../contract/sla';
import { composeDashboardBody } from './dashboardBody';

export interface MonitoringDashboardArgs {
  readonly dashboardName: string;
  readonly region: pulumi.Input<string>;
  readonly endpoints: readonly MonitoredEndpoint[];
}

/** An endpoint on the dashboard. */
interface MonitoredEndpoint {
  readonly endpoint: string;
  readonly sla: Sla;
  /** Name of its monitoring schedule, a dimension of its metrics; undefined without an approved baseline. */
  readonly monitoringSchedule?: pulumi.Input<string>;
  readonly alarmArns?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * One dashboard per stack with a block per endpoint: alarms, violations, drift and its limits, captures and runs.
 *
 *     new MonitoringDashboard('dashboard', { dashboardName: 'model-observability-prod', region, endpoints });
 */
export class MonitoringDashboard extends pulumi.ComponentResource {
  readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: MonitoringDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MonitoringDashboard', name, {}, opts);
    const body = pulumi
      .all([args.region, pulumi.output([...args.endpoints])])
      .apply(([region, endpoints]) => JSON.stringify(composeDashboardBody(region, endpoints)));
    const dashboard = new Dashboard(name, { dashboardName: args.dashboardName, dashboardBody: body }, { parent: this });

    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}
