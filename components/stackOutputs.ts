import * as pulumi from '@pulumi/pulumi';
import type { EndpointOutputs, StackOutputs } from '../contract/outputs';
import { baselinePrefix, capturePrefix, reportPrefix } from '../contract/storeLayout';
import type { BaselineStore } from './baselineStore';
import type { EndpointAlarms } from './monitoringAlarms';
import type { EndpointSchedule } from './monitoringSchedules';

interface EndpointOutputsArgs {
  readonly endpoint: string;
  readonly schema: string;
  /** Id of the baseline in effect. */
  readonly baseline?: string;
  readonly store: BaselineStore;
  readonly monitoring?: EndpointSchedule;
  readonly alarms?: EndpointAlarms;
  readonly monitoringRoleArn?: pulumi.Output<string>;
}

type Inputs<T> = { readonly [K in keyof T]: pulumi.Input<T[K]> };
type StackOutputInputs = Inputs<Omit<StackOutputs, 'endpoints'>> & {
  readonly endpoints: Readonly<Record<string, Inputs<EndpointOutputs>>>;
};

/** The stack's outputs for one endpoint. */
export function composeEndpointOutputs(args: EndpointOutputsArgs): Inputs<EndpointOutputs> {
  const { store, monitoring, alarms, baseline } = args;
  const uri = (prefix: string) => pulumi.interpolate`s3://${store.bucketName}/${prefix}`;
  return {
    captureDestination: uri(capturePrefix(args)),
    captureKmsKeyArn: store.keyArn,
    reportsUri: uri(reportPrefix(args)),
    baselineUri: baseline === undefined ? undefined : uri(baselinePrefix(args, baseline)),
    monitoringScheduleName: monitoring?.scheduleName,
    monitoringScheduleArn: monitoring?.scheduleArn,
    jobDefinitionName: monitoring?.jobDefinitionName,
    monitoringRoleArn: args.monitoringRoleArn,
    alarmNames: alarms?.names ?? [],
  };
}

/** The stack's outputs, without those that do not apply: Pulumi warns in every update about an output without a value. */
export function composeStackOutputs(outputs: StackOutputInputs): StackOutputInputs {
  const presentOutputs = Object.entries(outputs).filter(([, value]) => value !== undefined);
  return Object.fromEntries(presentOutputs) as unknown as StackOutputInputs;
}
