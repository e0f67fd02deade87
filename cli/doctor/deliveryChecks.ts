import {
  DescribeApiDestinationCommand,
  DescribeConnectionCommand,
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { GetAccountCommand, GetEmailIdentityCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { composeBusName } from '../../contract/resourceNames';
import { type Check, runCheck } from './check';

interface DeliveryArgs {
  readonly stack: string;
  /** Sender of digests; undefined if the stack's topic sends them. */
  readonly digestFrom?: string;
}

interface DeliveryClients {
  readonly eventBridge: Pick<EventBridgeClient, 'send'>;
  readonly ses: Pick<SESv2Client, 'send'>;
}

const reading = 'events:ListTargetsByRule, events:DescribeApiDestination and events:DescribeConnection';

/** Whether messages and digests can leave AWS: routes of a deployed stack, and the sender of digests. */
export async function checkDelivery(clients: DeliveryClients, args: DeliveryArgs): Promise<readonly Check[]> {
  const { digestFrom } = args;
  const [routes, sender] = await Promise.all([
    runCheck('routes', `events:ListRules, ${reading}`, () => checkRoutes(clients, args)),
    digestFrom === undefined
      ? []
      : runCheck('digest', 'ses:GetEmailIdentity and ses:GetAccount', () => checkSender(clients, digestFrom)),
  ]);
  return [...routes, ...sender];
}

async function checkRoutes({ eventBridge }: DeliveryClients, { stack }: DeliveryArgs): Promise<readonly Check[]> {
  const bus = composeBusName(stack);
  const problems: Check[] = [];
  let destinations = 0;
  for (const rule of await listRules(eventBridge, bus)) {
    const { Targets = [] } = await eventBridge.send(new ListTargetsByRuleCommand({ Rule: rule, EventBusName: bus }));
    for (const { Arn = '' } of Targets) {
      const [, name] = /:api-destination\/([^/]+)\//.exec(Arn) ?? [];
      if (name === undefined) continue;
      destinations += 1;
      problems.push(...(await destinationProblems(eventBridge, name)));
    }
  }
  if (problems.length > 0) return problems;
  const text =
    destinations === 0 ? 'no route of the stack leaves AWS yet' : `${destinations} API destinations are active`;
  return [{ check: 'routes', status: 'ok', text }];
}

/** Names of the rules of a bus; none if there is no such bus, as before the first update. */
async function listRules(eventBridge: Pick<EventBridgeClient, 'send'>, bus: string): Promise<string[]> {
  const names: string[] = [];
  let next: string | undefined;
  try {
    do {
      const { Rules = [], NextToken } = await eventBridge.send(
        new ListRulesCommand({ EventBusName: bus, NextToken: next }),
      );
      names.push(...Rules.flatMap(({ Name }) => Name ?? []));
      next = NextToken;
    } while (next !== undefined);
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
    throw error;
  }
  return names;
}

async function destinationProblems(eventBridge: Pick<EventBridgeClient, 'send'>, name: string): Promise<Check[]> {
  const { ApiDestinationState, ConnectionArn = '' } = await eventBridge.send(
    new DescribeApiDestinationCommand({ Name: name }),
  );
  const connection = ConnectionArn.split('/')[1] ?? '';
  const { ConnectionState, StateReason } = await eventBridge.send(new DescribeConnectionCommand({ Name: connection }));
  if (ConnectionState !== 'AUTHORIZED') {
    const reason = StateReason === undefined ? '' : ` (${StateReason})`;
    const text = `connection ${connection} is ${ConnectionState}${reason}, so its route delivers nothing; set its secret again, then run 'pulumi up --refresh'`;
    return [{ check: 'routes', status: 'problem', text }];
  }
  if (ApiDestinationState === 'ACTIVE') return [];
  const text = `API destination ${name} is ${ApiDestinationState}, so its route delivers nothing; run 'pulumi up --refresh'`;
  return [{ check: 'routes', status: 'problem', text }];
}

/** The identity of an address is the address or its domain. */
async function checkSender({ ses }: DeliveryClients, from: string): Promise<Check> {
  const identities = [from, from.slice(from.indexOf('@') + 1)];
  const verified = await Promise.all(identities.map((identity) => isVerified(ses, identity)));
  if (!verified.includes(true)) {
    const text = `neither ${identities.join(' nor ')} is a verified identity of SES in the region; verify one, or remove digest.from`;
    return { check: 'digest', status: 'problem', text };
  }
  const { ProductionAccessEnabled } = await ses.send(new GetAccountCommand({}));
  if (ProductionAccessEnabled) return { check: 'digest', status: 'ok', text: `SES may send from ${from}` };
  const text = `SES may send from ${from}, but the account is in the sandbox: each reader's address must be verified too`;
  return { check: 'digest', status: 'note', text };
}

async function isVerified(ses: Pick<SESv2Client, 'send'>, identity: string): Promise<boolean> {
  try {
    const { VerifiedForSendingStatus } = await ses.send(new GetEmailIdentityCommand({ EmailIdentity: identity }));
    return VerifiedForSendingStatus === true;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundException') return false;
    throw error;
  }
}
