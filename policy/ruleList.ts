import type { Rule } from './pack/rule';
import { alertTopics } from './rules/alertTopics';
import { endpointMonitored } from './rules/endpointMonitored';
import { iamConditionStrength } from './rules/iamConditionStrength';
import { iamCredentialAccess } from './rules/iamCredentialAccess';
import { iamDataExfiltration } from './rules/iamDataExfiltration';
import { iamKnownAction } from './rules/iamKnownAction';
import { iamMonitoringTampering } from './rules/iamMonitoringTampering';
import { iamNoWildcard } from './rules/iamNoWildcard';
import { iamPassRole } from './rules/iamPassRole';
import { iamPermissionsManagement } from './rules/iamPermissionsManagement';
import { iamPrivilegeEscalation } from './rules/iamPrivilegeEscalation';
import { iamResourceFits } from './rules/iamResourceFits';
import { iamResourcePolicy } from './rules/iamResourcePolicy';
import { iamTrust } from './rules/iamTrust';
import { logRetention } from './rules/logRetention';
import { mandatoryTags } from './rules/mandatoryTags';
import { monitoringAlarms } from './rules/monitoringAlarms';
import { monitoringSchedule } from './rules/monitoringSchedule';
import { s3BucketHygiene } from './rules/s3BucketHygiene';
import { s3BucketLifecycle } from './rules/s3BucketLifecycle';
import { s3BucketVersioning } from './rules/s3BucketVersioning';
import { s3PublicAccessBlock } from './rules/s3PublicAccessBlock';
import { trailIntegrity } from './rules/trailIntegrity';

/** The pack's rules, in the order of their evaluation. */
export const ruleList: readonly Rule[] = [
  s3BucketVersioning,
  s3BucketLifecycle,
  s3BucketHygiene,
  s3PublicAccessBlock,
  iamNoWildcard,
  iamKnownAction,
  iamResourceFits,
  iamConditionStrength,
  iamTrust,
  iamResourcePolicy,
  iamPassRole,
  iamPrivilegeEscalation,
  iamDataExfiltration,
  iamCredentialAccess,
  iamPermissionsManagement,
  iamMonitoringTampering,
  trailIntegrity,
  monitoringSchedule,
  monitoringAlarms,
  alertTopics,
  endpointMonitored,
  logRetention,
  mandatoryTags,
];
