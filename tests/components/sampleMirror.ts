import * as pulumi from '@pulumi/pulumi';
import { IncidentMirror } from '../../components/incidentMirror';
import type { MonitorSettings } from '../../contract/monitorSettings';
import { deploy, scope } from '../support/pulumiMocks';

export const monitors: MonitorSettings = { version: 1, stack: 'prod', endpoints: {} };

/** A deployed `IncidentMirror`; digests are mailed if they have a sender. */
export function mirror(from?: string) {
  return deploy(() => {
    const { functionName, queueUrl, deadLetterQueueUrl } = new IncidentMirror('incidents', {
      ...scope,
      stack: 'prod',
      bucketName: 'store',
      bucketArn: 'arn:aws:s3:::store',
      keyArn: 'key-arn',
      index: { tableName: 'incident-index', tableArn: 'table-arn' },
      code: new pulumi.asset.AssetArchive({ 'index.js': new pulumi.asset.StringAsset('exports.handler = () => {};') }),
      monitors,
      topicArn: 'topic-arn',
      topicKeyArn: 'topic-key-arn',
      busName: 'messages',
      busArn: 'bus-arn',
      canaryQueueName: 'messages-canaries',
      digest: { at: '06:30', timeZone: 'Europe/Berlin', from },
      logRetentionDays: 30,
      tags: { owner: 'ml' },
    });
    return { functionName, queueUrl, deadLetterQueueUrl };
  });
}
