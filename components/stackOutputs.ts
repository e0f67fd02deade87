import * as pulumi from '@pulumi/pulumi';
import type { EndpointOutputs, StackOutputs } from '../contract/outputs';
import { capturePrefix } from '../contract/storeLayout';
import type { BaselineStore } from './baselineStore';
import type { EndpointAlarms } from './monitoringAlarms';
import type { EndpointSchedule } from './monitoringSchedules';

interface EndpointOutputsArgs {
  readonly endpoint: string;
  readonly schema: string;
  readonly store: BaselineStore;
  readonly monitoring?: EndpointSchedule;
  readonly alarms?: EndpointAlarms;
}

type Inputs<T> = { readonly [K in keyof T]: pulumi.Input<T[K]> };
type StackOutputInputs = Inputs<Omit<StackOutputs, 'endpoints'>> & {
  readonly endpoints: Readonly<Record<string, Inputs<EndpointOutputs>>>;
};

/** The stack's outputs for one endpoint. */
export function composeEndpointOutputs(args: EndpointOutputsArgs): Inputs<EndpointOutputs> {
  const { store, monitoring, alarms } = args;
  return {
    captureDestination: pulumi.interpolate`s3://${store.bucketName}/${capturePrefix(args)}`,
    captureKmsKeyArn: store.keyArn,
    monitoringScheduleName: monitoring?.scheduleName,
    alarmNames: alarms?.names ?? [],
  };
}

/** The stack's outputs, without those that do not apply: Pulumi warns in every update about an output without a value. */
export function composeStackOutputs(outputs: StackOutputInputs): StackOutputInputs {
  const presentOutputs = Object.entries(outputs).filter(([, value]) => value !== undefined);
  return Object.fromEntries(presentOutputs) as unknown as StackOutputInputs;
}
