import * as z from 'zod';
import { plannedMuteSchema } from '../contract/plannedMute';
import { invalidValue } from '../contract/readDocument';
import { objectLocks } from './defaults';

/** Roles and users. A session is named by its role. */
const principals = z.array(
  z
    .string()
    .regex(
      /^arn:aws(-cn|-us-gov)?:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
      invalidValue('ARN of a role or user', 'expected arn:aws:iam::<account>:role/<name> or :user/<name>'),
    ),
);

/** The settings `evidence`: how records are kept, and what explains the calls in them. */
export const evidenceSchema = z.strictObject({
  retentionYears: z.int().min(1).max(30).optional(),
  objectLock: z.enum(objectLocks).optional(),
  trailArn: z
    .string()
    .regex(
      /^arn:aws(-cn|-us-gov)?:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[\w.-]{3,128}$/,
      invalidValue('trail ARN', 'expected arn:aws:cloudtrail:<region>:<account>:trail/<name>'),
    )
    .optional(),
  deploymentRoles: principals.optional(),
  approvers: principals.optional(),
  mutes: z.array(plannedMuteSchema).optional(),
});
