import { lazy } from '../../pack/memoize';
import { actionsOfService, serviceNames } from '../actions/actionFacts';
import { escalationPaths } from './escalationPaths';

/** Actions that return data, of services that store it. */
export const readingActions = [
  's3:GetObject',
  's3:GetObjectVersion',
  'dynamodb:BatchGetItem',
  'dynamodb:ExportTableToPointInTime',
  'dynamodb:GetItem',
  'dynamodb:GetRecords',
  'dynamodb:PartiQLSelect',
  'dynamodb:Query',
  'dynamodb:Scan',
  'athena:GetQueryResults',
  'cassandra:Select',
  'codecommit:GitPull',
  'ebs:GetSnapshotBlock',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'elasticfilesystem:ClientMount',
  'es:ESHttpGet',
  'es:ESHttpPost',
  'glacier:GetJobOutput',
  'kafka-cluster:ReadData',
  'kinesis:GetRecords',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:StartQuery',
  'logs:Unmask',
  'neptune-db:ReadDataViaQuery',
  'rds-data:BatchExecuteStatement',
  'rds-data:ExecuteStatement',
  'rds:StartExportTask',
  'redshift-data:BatchExecuteStatement',
  'redshift-data:ExecuteStatement',
  'sagemaker:BatchGetRecord',
  'sagemaker:GetRecord',
  'sqs:ReceiveMessage',
  'timestream:Select',
] as const;

/**
 * Actions that return a secret, a token or a key, or environment variables, which often hold one. A token with the
 * caller's own permissions, such as a registry's or a federated user's, is not listed, because it is not another principal's secret.
 */
export const credentialActions = [
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter',
  'ssm:GetParameterHistory',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'kms:Decrypt',
  'iam:CreateAccessKey',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
  'codepipeline:PollForJobs',
  'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
  'cognito-idp:DescribeUserPoolClient',
  'ec2:GetPasswordData',
  'elasticmapreduce:GetClusterSessionCredentials',
  'emr-containers:GetManagedEndpointSessionCredentials',
  'gamelift:GetComputeAccess',
  'gamelift:GetInstanceAccess',
  'grafana:CreateWorkspaceApiKey',
  'grafana:CreateWorkspaceServiceAccountToken',
  'lambda:GetFunction',
  'lambda:GetFunctionConfiguration',
  'lightsail:CreateBucketAccessKey',
  'lightsail:GetInstanceAccessDetails',
  'lightsail:GetRelationalDatabaseMasterUserPassword',
  'mediapackage:RotateChannelCredentials',
  'mediapackage:RotateIngestEndpointCredentials',
  'rds-db:connect',
  'redshift:GetClusterCredentials',
] as const;

/** Actions of the access level Permissions management, except those that iam-privilege-escalation judges. */
export const permissionActions = lazy(() => {
  const escalationActions = new Set(escalationPaths.map(({ needs }) => needs[0]));
  return serviceNames().flatMap((service) =>
    [...(actionsOfService(service)?.values() ?? [])]
      .filter(({ name, levels }) => levels.includes('Permissions management') && !escalationActions.has(name))
      // Some actions that only read a policy have this level too.
      .filter(({ name }) => !/:(?:BatchGet|Describe|Get|List)/.test(name))
      .map(({ name }) => name),
  );
});
