import assert from 'node:assert/strict';
import { spellOutAccount } from '../../../bench/accuracy/spellOutAccount';

const rewritten = (statement: object) => spellOutAccount({ Statement: { Effect: 'Allow', ...statement } })['Statement'];

describe('spellOutAccount', () => {
  it('names the account and region in every ARN that has them', () => {
    assert.deepEqual(rewritten({ Action: 'iam:PassRole', Resource: '*' }), [
      { Effect: 'Allow', Action: ['iam:PassRole'], Resource: ['arn:aws:iam::123456789012:role/*'] },
    ]);
    assert.deepEqual(rewritten({ Action: 'lambda:InvokeFunction', Resource: 'arn:aws:lambda:*:*:function:a*' }), [
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: ['arn:aws:lambda:eu-west-1:123456789012:function:a*'],
      },
    ]);
  });

  it('keeps the star of ARNs without an account, and of actions that accept only *', () => {
    const snapshots = 'arn:aws:ec2:*::snapshot/*';
    assert.deepEqual(rewritten({ Action: 'ec2:DeleteSnapshot', Resource: snapshots }), [
      { Effect: 'Allow', Action: 'ec2:DeleteSnapshot', Resource: ['arn:aws:ec2:eu-west-1::snapshot/*'] },
    ]);
    const star = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };
    assert.deepEqual(rewritten(star), [star]);
  });
});
