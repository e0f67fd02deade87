import * as z from 'zod';
import { invalidValue } from '../contract/readDocument';
import { objectLocks } from './defaults';

const instant = z.iso.datetime({ offset: true, ...invalidValue('time', 'expected one such as 2026-11-02T08:00:00Z') });

/** Roles and users. A session is named by its role. */
const principals = z.array(
  z
    .string()
    .regex(
      /^arn:aws(-cn|-us-gov)?:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
      invalidValue('ARN of a role or user', 'expected arn:aws:iam::<account>:role/<name> or :user/<name>'),
    ),
);

const muteSchema = z
  .strictObject({
    alarms: z.array(z.string().min(1)).min(1),
    reason: z.string().min(1),
    from: instant.optional(),
    until: instant,
  })
  .refine(({ from, until }) => from === undefined || Date.parse(from) < Date.parse(until), {
    error: 'from must be before until',
  });

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
  mutes: z.array(muteSchema).optional(),
});
