import assert from 'node:assert/strict';
import { MessageRouting } from '../../components/messageRouting';
import { childrenOf, deploy, inputsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:MessageRouting';

function routing() {
  return deploy(() => {
    const { busName, busArn } = new MessageRouting('messages', { stack: 'prod', tags: { owner: 'ml' } });
    return { busName, busArn };
  });
}

describe('MessageRouting', () => {
  it('creates a bus of the stack', async () => {
    const deployment = await routing();
    assert.deepEqual(childrenOf(deployment, type), [['aws:cloudwatch/eventBus:EventBus', 'messages-bus']]);
    assert.deepEqual(inputsOf(deployment, 'aws:cloudwatch/eventBus:EventBus', 'messages-bus'), {
      name: 'model-observability-prod',
      description: 'Messages about incidents',
      tags: { owner: 'ml' },
    });
  });
});
