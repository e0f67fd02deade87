import assert from 'node:assert/strict';
import { dependencies } from '../../../contract/auditEvents';
import { tamperingActions } from '../../../policy/iam/permissions/tamperingActions';
import { tamperingActionsOf } from '../../../policy/scripts/tamperingActionsOf';

describe('tamperingActionsOf', () => {
  it('returns the list of the pack: if not, run node scripts/run.mjs policy/scripts/makeTamperingActions.ts', () => {
    assert.deepEqual(tamperingActions, tamperingActionsOf(dependencies));
  });

  it('rejects a call without an action', () => {
    const queue = { ...dependencies['aws:sqs/queue:Queue'], deletes: { 'event path changed': ['Nothing'] } };
    assert.throws(
      () => tamperingActionsOf({ queue } as never),
      /^Error: sqs:Nothing is not an action: add its name to actionNames$/,
    );
  });
});
