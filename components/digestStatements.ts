import type { PolicyStatement } from '@pulumi/aws/iam';

interface DigestStatementsArgs {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly topicArn: string;
  readonly topicKeyArn: string;
  /** Address of an identity of SES. @default the topic sends digests */
  readonly from?: string;
}

/**
 * Permissions to send digests: by SES from one address, whose identity is the address or its domain, or by the encrypted
 * topic ("Actions, resources, and condition keys for Amazon SES" of the Service Authorization Reference). In the sandbox, SES
 * may also check the permission on the identities of recipients (issue 3641 of the AWS SDK for JavaScript).
 */
export function digestStatements(args: DigestStatementsArgs): PolicyStatement[] {
  const { partition, region, accountId, topicArn, topicKeyArn, from } = args;
  if (from === undefined) {
    return [
      { Sid: 'PublishDigests', Effect: 'Allow', Action: ['sns:Publish'], Resource: [topicArn] },
      {
        Sid: 'UseTopicKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: [topicKeyArn],
      },
    ];
  }
  const identities = [from, from.slice(from.indexOf('@') + 1)];
  return [
    {
      Sid: 'MailDigests',
      Effect: 'Allow',
      Action: ['ses:SendEmail'],
      Resource: identities.map((identity) => `arn:${partition}:ses:${region}:${accountId}:identity/${identity}`),
      Condition: { StringEquals: { 'ses:FromAddress': [from] } },
    },
  ];
}
