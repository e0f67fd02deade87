import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';

/** SDK clients of one region. They read no other setting than the environment's credentials. */
export function doctorClients(region: string, endpointUrl: string | undefined) {
  const config = { region, endpoint: endpointUrl ?? process.env['AWS_ENDPOINT_URL'] };
  const clients = {
    cloudWatch: new CloudWatchClient(config),
    eventBridge: new EventBridgeClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    lambda: new LambdaClient(config),
    quotas: new ServiceQuotasClient(config),
    sageMaker: new SageMakerClient(config),
    ses: new SESv2Client(config),
    sns: new SNSClient(config),
    sts: new STSClient(config),
  };
  const trailClients = new Map<string, CloudTrailClient>();
  return {
    ...clients,
    /** A trail's settings are read in its home region. */
    cloudTrail: (home: string): CloudTrailClient => {
      const client = trailClients.get(home) ?? new CloudTrailClient({ ...config, region: home });
      trailClients.set(home, client);
      return client;
    },
    destroy: () => {
      for (const client of [...Object.values(clients), ...trailClients.values()]) client.destroy();
    },
  };
}

export type DoctorClients = ReturnType<typeof doctorClients>;
