import assert from 'node:assert/strict';
import { checkDelivery } from '../../../cli/doctor/deliveryChecks';

type Responses = Readonly<Record<string, unknown>>;

/** A client that responds to each command by its name; an Error is thrown. */
function client(responses: Responses) {
  const send = async (command: { constructor: { name: string }; input: { EmailIdentity?: string } }) => {
    const name = command.constructor.name.replace('Command', '');
    const response = responses[`${name} ${command.input.EmailIdentity}`] ?? responses[name];
    if (response instanceof Error) throw response;
    return response;
  };
  return { send } as never;
}

const missing = (name: string) => Object.assign(new Error('not found'), { name });
const arn = 'arn:aws:events:eu-west-1:123456789012';
const active = {
  ListRules: { Rules: [{ Name: 'messages-pages-1a2b3c4' }, { Name: 'messages-tickets-1a2b3c4' }] },
  ListTargetsByRule: { Targets: [{ Arn: `${arn}:api-destination/pages-1a2b3c4/1-2` }, { Arn: 'arn:aws:sqs:x:1:q' }] },
  DescribeApiDestination: { ApiDestinationState: 'ACTIVE', ConnectionArn: `${arn}:connection/pages-5d6e7f8/3-4` },
  DescribeConnection: { ConnectionState: 'AUTHORIZED' },
};

async function check(events: Responses, ses: Responses = {}, digestFrom?: string) {
  const checks = await checkDelivery({ eventBridge: client(events), ses: client(ses) }, { stack: 'prod', digestFrom });
  return checks.map(({ check, status, text }) => `${check} ${status}: ${text}`);
}

describe("doctor's checks of routes", () => {
  it('count active API destinations, and find none before the first update', async () => {
    assert.deepEqual(await check(active), ['routes ok: 2 API destinations are active']);
    assert.deepEqual(await check({ ListRules: missing('ResourceNotFoundException') }), [
      'routes ok: no route of the stack leaves AWS yet',
    ]);
  });

  it('name a connection without authorization, and an inactive API destination', async () => {
    const ListRules = { Rules: [{ Name: 'messages-pages-1a2b3c4' }] };
    const DescribeConnection = { ConnectionState: 'DEAUTHORIZED', StateReason: 'secret deleted' };
    assert.deepEqual(await check({ ...active, ListRules, DescribeConnection }), [
      "routes problem: connection pages-5d6e7f8 is DEAUTHORIZED (secret deleted), so its route delivers nothing; set its secret again, then run 'pulumi up --refresh'",
    ]);
    const DescribeApiDestination = { ...active.DescribeApiDestination, ApiDestinationState: 'INACTIVE' };
    assert.deepEqual(await check({ ...active, ListRules, DescribeApiDestination }), [
      "routes problem: API destination pages-1a2b3c4 is INACTIVE, so its route delivers nothing; run 'pulumi up --refresh'",
    ]);
  });

  it('name the missing permission', async () => {
    const [line = ''] = await check({ ListRules: missing('AccessDeniedException') });
    assert.match(
      line,
      /^routes unknown: cannot be read \(the caller needs events:ListRules, events:ListTargetsByRule, /,
    );
  });
});

describe("doctor's check of the sender of digests", () => {
  const from = 'monitoring@example.com';
  const verified = { VerifiedForSendingStatus: true };
  const sender = async (ses: Responses) => (await check(active, ses, from))[1];

  it('accepts a verified address or domain, with a note in the sandbox', async () => {
    const [address, domain] = [`GetEmailIdentity ${from}`, 'GetEmailIdentity example.com'];
    const GetEmailIdentity = missing('NotFoundException');
    for (const identity of [address, domain]) {
      const ses = { GetEmailIdentity, [identity]: verified };
      assert.equal(
        await sender({ ...ses, GetAccount: { ProductionAccessEnabled: true } }),
        `digest ok: SES may send from ${from}`,
      );
      assert.equal(
        await sender({ ...ses, GetAccount: {} }),
        `digest note: SES may send from ${from}, but the account is in the sandbox: each reader's address must be verified too`,
      );
    }
  });

  it('refuses a sender that is not verified', async () => {
    assert.equal(
      await sender({ GetEmailIdentity: { VerifiedForSendingStatus: false } }),
      `digest problem: neither ${from} nor example.com is a verified identity of SES in the region; verify one, or remove digest.from`,
    );
  });
});
