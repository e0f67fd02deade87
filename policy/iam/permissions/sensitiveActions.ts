import { lazy } from '../../pack/memoize';
import { actionsOfService, serviceNames } from '../actions/actionFacts';
import { escalationPaths } from '../paths/escalationPaths';

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

/** Actions that change permissions, although the reference lists them as writing. */
const writingPermissions = [
  'cognito-identity:UpdateIdentityPool',
  'cognito-idp:AdminAddUserToGroup',
  'ec2:ModifyImageAttribute',
  'eks:CreateAccessEntry',
  'logs:PutDestinationPolicy',
  'ram:AssociateResourceShare',
  'rds:ModifyDBClusterSnapshotAttribute',
  'rds:ModifyDBSnapshotAttribute',
  'workmail:PutMailboxPermissions',
] as const;

/** Actions of the access level Permissions management, except those that iam-privilege-escalation judges. */
export const permissionActions = lazy(() => {
  const escalationActions = new Set(escalationPaths.map(({ needs }) => needs[0]));
  const managing = serviceNames().flatMap((service) =>
    [...(actionsOfService(service)?.values() ?? [])]
      .filter(({ name, levels }) => levels.includes('Permissions management') && !escalationActions.has(name))
      // Some actions that only read a policy have this level too.
      .filter(({ name }) => !/:(?:BatchGet|Describe|Get|List)/.test(name))
      .map(({ name }) => name),
  );
  return [...managing, ...writingPermissions];
});
