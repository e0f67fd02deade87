import type { AuditKind, Dependency } from '../../contract/dependency';
import { actionFacts } from '../iam/actions/actionFacts';

/** Actions that cut a part of the chain, by what they must be allowed on to count. */
export interface TamperingActions {
  /** On any resource: alarms, schedules, alert paths, events and trails serve the monitoring. */
  readonly anywhere: readonly string[];
  /** On every resource: functions, buckets and logs mostly serve something else. */
  readonly everywhere: readonly string[];
}

/** Kinds of calls that count; changed permissions, and writes of objects, are judged by other rules. */
const countedKinds: Readonly<Partial<Record<AuditKind, keyof TamperingActions>>> = {
  'alarm muted': 'anywhere',
  'alarm changed': 'anywhere',
  'alert path changed': 'anywhere',
  'schedule changed': 'anywhere',
  'event path changed': 'anywhere',
  'evidence weakened': 'anywhere',
  'key weakened': 'anywhere',
  'bucket weakened': 'everywhere',
  'capture changed': 'everywhere',
  'function changed': 'everywhere',
  'log weakened': 'everywhere',
};

/** Calls of the kinds above that workloads make for themselves: they start runs and set up events of their own. */
const everywhereOnly: readonly string[] = [
  'events:PutRule',
  'events:PutTargets',
  'lambda:CreateEventSourceMapping',
  's3:PutBucketNotification',
  's3:PutBucketObjectLockConfiguration',
  'sagemaker:StopProcessingJob',
  'sqs:StartMessageMoveTask',
];

/** Actions that iam-permissions-management judges. */
const permissionActions: readonly string[] = ['s3:PutAccountPublicAccessBlock'];

/** Calls whose action has another name. From "Actions, resources, and condition keys for Amazon S3" of the service authorization reference. */
const actionNames: Readonly<Record<string, string>> = {
  's3:DeleteAccountPublicAccessBlock': 's3:PutAccountPublicAccessBlock',
  's3:DeleteBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:DeleteBucketLifecycle': 's3:PutLifecycleConfiguration',
  's3:DeleteBucketOwnershipControls': 's3:PutBucketOwnershipControls',
  's3:DeleteBucketPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:PutBucketLifecycle': 's3:PutLifecycleConfiguration',
  's3:PutBucketLifecycleConfiguration': 's3:PutLifecycleConfiguration',
  's3:PutBucketNotificationConfiguration': 's3:PutBucketNotification',
  's3:PutObjectLockConfiguration': 's3:PutBucketObjectLockConfiguration',
};

/** Monitoring and evidence that other stacks have and this project doesn't make. */
const furtherActions: readonly string[] = [
  'config:DeleteConfigurationRecorder',
  'config:StopConfigurationRecorder',
  'sagemaker:DeleteModelBiasJobDefinition',
  'sagemaker:DeleteModelExplainabilityJobDefinition',
  'sagemaker:DeleteModelQualityJobDefinition',
];

/** The actions of the calls that delete or disable what the monitoring depends on. Throws for a call that has no action. */
export function tamperingActionsOf(dependencies: Readonly<Record<string, Dependency>>): TamperingActions {
  const actions = { anywhere: new Set(furtherActions), everywhere: new Set<string>() };
  for (const { source, deletes, disables } of Object.values(dependencies)) {
    for (const calls of [deletes, disables]) {
      for (const [kind, names] of typeof calls === 'string' ? [] : Object.entries(calls)) {
        const counted = countedKinds[kind as AuditKind];
        if (counted === undefined) continue;
        for (const name of names) {
          const action = actionOf(source, name);
          if (!permissionActions.includes(action)) actions[scopeOf(action, counted)].add(action);
        }
      }
    }
  }
  return { anywhere: [...actions.anywhere].toSorted(), everywhere: [...actions.everywhere].toSorted() };
}

/** An action without resources is on all of them. Whoever may delete a log or its filters has no other use for that. */
function scopeOf(action: string, counted: keyof TamperingActions): keyof TamperingActions {
  if (everywhereOnly.includes(action)) return 'everywhere';
  return actionFacts(action)?.resources.length === 0 || action.startsWith('logs:Delete') ? 'anywhere' : counted;
}

/** `monitoring.amazonaws.com` and `DeleteAlarms` are `cloudwatch:DeleteAlarms`; Lambda's calls end in a date. */
function actionOf(source: string, name: string): string {
  const [service = ''] = source.split('.');
  const call = `${service === 'monitoring' ? 'cloudwatch' : service}:${name.replace(/\d{8}(v\d+)?$/, '')}`;
  const action = actionNames[call] ?? call;
  if (!actionFacts(action)) throw new Error(`${call} is not an action: add its name to actionNames`);
  return action;
}
