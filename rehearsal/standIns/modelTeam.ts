import { CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand } from '@aws-sdk/client-sagemaker';
import type { EndpointOutputs } from '../../contract/outputs';
import type { AwsClients } from '../aws/awsClients';

/** What a model team does: an endpoint that captures its data to where the stack's outputs say. */
export async function createEndpoint(
  { sageMaker }: AwsClients,
  endpoint: string,
  variants: readonly string[],
  outputs: EndpointOutputs,
): Promise<void> {
  await sageMaker.send(
    new CreateModelCommand({
      ModelName: endpoint,
      ExecutionRoleArn: 'arn:aws:iam::123456789012:role/model-team',
      PrimaryContainer: { Image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/model:1' },
    }),
  );
  const EndpointConfigName = `${endpoint}-1`;
  await sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName,
      ProductionVariants: variants.map((VariantName) => ({
        VariantName,
        ModelName: endpoint,
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 1,
      })),
      DataCaptureConfig: {
        EnableCapture: true,
        InitialSamplingPercentage: 100,
        DestinationS3Uri: outputs.captureDestination,
        KmsKeyId: outputs.captureKmsKeyArn,
        CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
      },
    }),
  );
  await sageMaker.send(new CreateEndpointCommand({ EndpointName: endpoint, EndpointConfigName }));
}
