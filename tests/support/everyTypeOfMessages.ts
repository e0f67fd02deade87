import { EventApiDestination, EventBus, EventConnection, EventRule, EventTarget } from '@pulumi/aws/cloudwatch';
import { Role } from '@pulumi/aws/iam';
import * as pulumi from '@pulumi/pulumi';

const trust = {
  Version: '2012-10-17' as const,
  Statement: [{ Effect: 'Allow' as const, Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** A bus with a rule whose target is an address outside of AWS. */
export function destinations(tags: Record<string, string>, description: string): void {
  const bus = new EventBus('bus', { tags });
  const role = new Role('destination-role', { assumeRolePolicy: trust, tags });
  const connection = new EventConnection('connection', {
    description: description,
    authorizationType: 'API_KEY',
    authParameters: {
      apiKey: { key: 'Authorization', value: pulumi.secret('hidden-key') },
      invocationHttpParameters: { bodies: [{ key: 'channel', value: description, isValueSecret: false }] },
    },
  });
  const destination = new EventApiDestination('destination', {
    description: description,
    connectionArn: connection.arn,
    httpMethod: 'POST',
    invocationEndpoint: 'https://example.com/alerts/*',
  });
  const rule = new EventRule('bus-rule', {
    eventBusName: bus.name,
    eventPattern: JSON.stringify({ detail: { routes: ['churn'] } }),
    tags,
  });
  new EventTarget('bus-target', {
    eventBusName: bus.name,
    rule: rule.name,
    arn: destination.arn,
    roleArn: role.arn,
    inputPath: '$.detail.message',
    httpTarget: { pathParameterValues: ['$.detail.id'] },
    retryPolicy: { maximumEventAgeInSeconds: 3600 + description.length, maximumRetryAttempts: 100 },
  });
}
