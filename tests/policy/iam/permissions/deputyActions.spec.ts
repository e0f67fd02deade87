import assert from 'node:assert/strict';
import { iamResourcePolicy } from '../../../../policy/rules/iamResourcePolicy';
import { allow, document, role } from '../../iamStack';
import { runRule, type StackResource } from '../../policyStack';

const own = '123456789012';
const known = role('ops', { arn: `arn:aws:iam::${own}:role/ops` });

describe('services that call for others', () => {
  it('must be named whom they call for', async () => {
    const permission = (principal: string, more: object = {}): StackResource => ({
      type: 'aws:lambda/permission:Permission',
      name: 'run',
      props: { function: 'f', action: 'lambda:InvokeFunction', principal, ...more },
    });
    const texts = async (...stack: StackResource[]) =>
      (await runRule(iamResourcePolicy, [known, ...stack])).violations.map(([, text]) => text);
    assert.deepEqual(await texts(permission('s3.amazonaws.com')), [
      "Permission 'run' lets s3.amazonaws.com call lambda:InvokeFunction of a function of another stack on behalf of any " +
        'account (confused deputy): set sourceAccount or sourceArn.',
    ]);
    for (const limit of [{ sourceAccount: own }, { sourceArn: 'arn:aws:s3:::store-1a2b' }]) {
      assert.deepEqual(await texts(permission('s3.amazonaws.com', limit)), []);
    }
    assert.deepEqual(await texts(permission('alexa-appkit.amazon.com')), []);
    const queue = (more: object) => ({
      type: 'aws:sqs/queue:Queue',
      name: 'queue',
      props: {
        policy: document(allow('sqs:SendMessage', '*', { Principal: { Service: 'sns.amazonaws.com' }, ...more })),
      },
    });
    assert.equal((await texts(queue({}))).length, 1);
    const ofTopic = { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${own}:alerts` } };
    assert.deepEqual(await texts(queue({ Condition: ofTopic })), []);
  });
});
