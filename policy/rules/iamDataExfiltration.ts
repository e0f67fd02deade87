import { grantVerdicts } from '../iam/permissions/grantVerdicts';
import { allowedPrincipalsSchema } from '../iam/principals/allowedPrincipals';
import type { StackRule } from '../pack/rule';

/** What reads data itself, of services that keep what people sent or stored. */
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

/** A leaked key takes away what it can read; captures are what people sent to a model. */
export const iamDataExfiltration: StackRule = {
  id: 'iam-data-exfiltration',
  displayName: 'Data is read where it is needed',
  description: 'Actions that read data name the stores that they read.',
  severity: 'high',
  framework: {
    name: 'MITRE ATT&CK',
    version: '17',
    reference: 'T1530',
    specification: 'Data from cloud storage',
  },
  remediationSteps: 'Name in Resource the buckets, tables, queues or log groups that are read.',
  configSchema: allowedPrincipalsSchema,
  checkStack: (resources, settings) =>
    grantVerdicts(resources, settings, {
      actions: readingActions,
      onlyUnlimited: true,
      can: 'can read data anywhere in the account',
      remedy: 'name the ARNs that are read',
    }),
};
