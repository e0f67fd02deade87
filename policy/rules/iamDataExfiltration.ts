import { allowedPrincipalsSchema, grantVerdicts } from '../iam/permissions/grantVerdicts';
import type { StackRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';

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

export const iamDataExfiltration: StackRule = {
  id: 'iam-data-exfiltration',
  displayName: 'Data access is limited to named stores',
  description: 'Statements that allow reading data name the stores.',
  rationale: 'A leaked key exposes everything that it can read, and captures hold client data.',
  severity: 'high',
  framework: {
    name: 'MITRE ATT&CK',
    version: '17',
    reference: 'T1530',
    specification: 'Data from cloud storage',
  },
  source: 'https://attack.mitre.org/techniques/T1530/',
  remediationSteps: 'Name the buckets, tables, queues or log groups in Resource.',
  example: statementExample(
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::*/*' },
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::store-1a2b/captures/*' },
  ),
  configSchema: allowedPrincipalsSchema,
  checkStack: (resources, settings) =>
    grantVerdicts(resources, settings, {
      actions: readingActions,
      onlyUnlimited: true,
      can: 'can read all data of the account',
      remedy: 'name the ARNs that are needed',
    }),
};
