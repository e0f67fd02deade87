import assert from 'node:assert/strict';
import type { CheckClients } from '../../../audit/check/checkClients';
import { storedTypes } from '../../../audit/check/readResource';

interface SentCommand {
  readonly input: object;
}

/** Clients that record which of them gets which input. */
function recordingClients(answer: object) {
  const calls: [client: string, input: object][] = [];
  const client = (name: string) => ({
    send: (command: SentCommand) => {
      calls.push([name, command.input]);
      return Promise.resolve(answer);
    },
  });
  return { calls, clients: { events: client('stack'), iamEvents: client('us-east-1') } as unknown as CheckClients };
}

const rule = storedTypes['aws:cloudwatch/eventRule:EventRule'];
const target = storedTypes['aws:cloudwatch/eventTarget:EventTarget'];

describe('the look-up of a rule', () => {
  const rows: [what: string, id: string, deployed: object, client: string, input: object][] = [
    ['of the default bus', 'incidents-rule-1', {}, 'stack', { Name: 'incidents-rule-1', EventBusName: undefined }],
    ['of another bus', 'mo-prod/messages-1', {}, 'stack', { Name: 'messages-1', EventBusName: 'mo-prod' }],
    [
      'in the region of IAM',
      'audit-detection-iam-1',
      { region: 'us-east-1' },
      'us-east-1',
      { Name: 'audit-detection-iam-1', EventBusName: undefined },
    ],
  ];
  for (const [what, id, deployed, client, input] of rows) {
    it(`asks the right region and bus: one ${what}`, async () => {
      const { calls, clients } = recordingClients({ EventPattern: '{}', State: 'ENABLED' });
      const { region } = deployed as { readonly region?: string };
      assert.deepEqual(await rule?.read(clients, id, { ...deployed }), {
        eventPattern: '{}',
        state: 'ENABLED',
        region,
      });
      assert.deepEqual(calls, [[client, input]]);
    });
  }

  it('finds its targets in the same region and bus, and none that another resource replaced', async () => {
    const deployed = { rule: 'messages-1', arn: 'queue', eventBusName: 'mo-prod', region: 'us-east-1' };
    const { calls, clients } = recordingClients({ Targets: [{ Arn: 'queue' }] });
    assert.deepEqual(await target?.read(clients, 'x', deployed), deployed);
    assert.deepEqual(calls, [['us-east-1', { Rule: 'messages-1', EventBusName: 'mo-prod' }]]);
    const replaced = recordingClients({ Targets: [{ Arn: 'queue of mallory' }] });
    assert.equal(await target?.read(replaced.clients, 'x', deployed), undefined);
  });
});
