import { GetEventSourceMappingCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ListTagsCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';

interface ResourceKeysArgs {
  readonly lambda: LambdaClient;
  readonly sageMaker: SageMakerClient;
  /** Tags of a monitoring schedule, which moto lacks; undefined if it does not exist. */
  readonly scheduleTags: (name: string) => ReadonlyMap<string, string> | undefined;
}

/** Condition keys of a monitoring schedule, a job definition or an event source mapping; none for other resources. */
export async function resourceKeys(args: ResourceKeysArgs, arn: string): Promise<Record<string, string>> {
  const [, , service, , , resource = ''] = arn.split(':');
  const [type, name = ''] = resource.split('/');
  if (service === 'lambda' && resource === 'event-source-mapping') {
    const UUID = arn.split(':').at(-1);
    const { FunctionArn } = await args.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    return FunctionArn === undefined ? {} : { 'lambda:FunctionArn': FunctionArn };
  }
  if (service !== 'sagemaker') return {};
  if (type === 'monitoring-schedule') return tagKeys(args.scheduleTags(name) ?? []);
  if (type === 'data-quality-job-definition') {
    const { Tags = [] } = await args.sageMaker.send(new ListTagsCommand({ ResourceArn: arn }));
    return tagKeys(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  }
  return {};
}

function tagKeys(tags: Iterable<readonly [key: string, value: string]>): Record<string, string> {
  return Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}
