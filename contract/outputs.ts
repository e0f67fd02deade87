/**
 * Outputs for one endpoint, which other teams read through a StackReference. Only what they cannot compose from its name
 * and the store's: Pulumi prints the outputs of all endpoints after every update.
 */
export interface EndpointOutputs {
  /** `s3://` address for the endpoint's DataCaptureConfig. */
  readonly captureDestination: string;
  /** ARN of the key that captures must be encrypted with. */
  readonly captureKmsKeyArn: string;
  /** Undefined until a baseline is approved. */
  readonly monitoringScheduleName?: string;
  readonly alarmNames: readonly string[];
}

/** Outputs of a stack, by the names under which `index.ts` exports them. */
export interface StackOutputs {
  readonly storeBucketName: string;
  readonly storeBucketArn: string;
  readonly storeKeyArn: string;
  readonly alertTopicArn: string;
  readonly ticketQueueUrl?: string;
  readonly trailArn: string;
  /** Undefined where the stack uses an existing trail. */
  readonly trailBucketName?: string;
  readonly incidentFunctionName: string;
  readonly incidentTableName: string;
  readonly eventDeadLetterQueueUrl: string;
  readonly messageDeadLetterQueueUrl: string;
  readonly auditFunctionName: string;
  readonly dashboardName: string;
  readonly endpoints: Readonly<Record<string, EndpointOutputs>>;
}
