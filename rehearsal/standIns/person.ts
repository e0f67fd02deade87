import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { type AwsClients, awsClients } from '../aws/awsClients';

/** Makes a user with access of their own, and answers clients that call as them. */
export async function makePerson(
  deployment: AwsClients,
  aws: { endpoint: string; region: string },
  name: string,
): Promise<AwsClients> {
  await deployment.iam.send(new CreateUserCommand({ UserName: name }));
  const { AccessKey } = await deployment.iam.send(new CreateAccessKeyCommand({ UserName: name }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  return awsClients(aws, { accessKeyId, secretAccessKey });
}
