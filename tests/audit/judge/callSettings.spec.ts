import assert from 'node:assert/strict';
import { settingsOf } from '../../../audit/judge/callSettings';
import { auditedCalls } from '../../support/trailRecords';

describe('the settings of a call', () => {
  /** They delete the resource itself, or write an object, whose content is not in the record. */
  const withoutValues =
    /^(Delete|PutObject$|PostObject|CopyObject|CompleteMultipart|PurgeQueue|Unsubscribe|StartMessageMove|DeleteAlarms)/;

  it('have a reader for every call of the table that sets any', () => {
    const parameters = {
      ...{ alarmNames: ['a'], alarmName: 'a', threshold: 1, stateValue: 'OK', dashboardBody: '{}' },
      ...{ startDate: 'x', monitoringScheduleConfig: { monitoringJobDefinitionName: 'x' }, datapointsToAlert: 1 },
      ...{ dataQualityBaselineConfig: { statisticsResource: { s3Uri: 's3://x' } }, scheduleExpression: 'rate(1 hour)' },
      ...{ endpointConfigName: 'x', dataCaptureConfig: { enableCapture: false }, targets: [{ id: 't', arn: 'x' }] },
      ...{ ids: ['t'], deadLetterConfig: { arn: 'x' }, statementId: 's', principal: '*', authorizationType: 'BASIC' },
      ...{ invocationEndpoint: 'https://x', attributeName: 'Policy', attributeValue: '{}', attributes: { Policy: '' } },
      ...{ label: 'l', dataProtectionPolicy: '{}', reservedConcurrentExecutions: 0, timeout: 1, s3Key: 'x', role: 'r' },
      ...{ recursiveLoop: 'Allow', updateRuntimeOn: 'Manual', codeSigningConfigArn: 'x', maximumRetryAttempts: 0 },
      ...{ enabled: false, deletionProtectionEnabled: false, timeToLiveSpecification: { enabled: false } },
      ...{ pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false }, policyName: 'p' },
      ...{ policyDocument: '{}', maxSessionDuration: 3600, policyArn: 'x', permissionsBoundary: 'x', policy: '{}' },
      ...{ pendingWindowInDays: 7, grantId: 'g', retentionInDays: 1, kmsKeyId: 'x', transformerConfig: [] },
      ...{ filterName: 'f', filterPattern: '', destinationArn: 'x', bucketPolicy: {}, 'x-amz-acl': 'public-read' },
      ...{ VersioningConfiguration: { Status: 'Suspended' }, ServerSideEncryptionConfiguration: { Rule: {} } },
      ...{ PublicAccessBlockConfiguration: {}, OwnershipControls: { Rule: { ObjectOwnership: 'x' } } },
      ...{ LifecycleConfiguration: { Rule: [] }, NotificationConfiguration: {} },
      ...{ ObjectLockConfiguration: { Rule: { DefaultRetention: {} } }, s3BucketName: 'x', eventSelectors: [] },
      insightSelectors: [],
    };
    for (const { source, name } of auditedCalls) {
      const hasValues = settingsOf({ eventName: name, requestParameters: parameters }).length > 0;
      if (!hasValues) assert.match(name, withoutValues, `${source} ${name} has no values`);
    }
  });
});
