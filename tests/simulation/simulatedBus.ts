import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { IncidentMessage } from '../../contract/incidentMessage';
import type { MessageEvent } from '../../contract/messageRoute';
import type { SeededRandom } from './seededRandom';
import type { SimulatedProcess } from './simulatedProcess';
import type { SimulatedQueue } from './simulatedQueue';

/** An event on its way to the destination of a route. */
interface Delivery {
  readonly event: MessageEvent;
  readonly route: string;
  attempts: number;
}

/** An event that the bus accepted, and the invocation that put it. */
interface AcceptedEvent {
  readonly event: MessageEvent;
  readonly process: SimulatedProcess;
  /** When the incident document noted that it is being sent. */
  readonly claim: string | undefined;
}

/** How destinations fail. */
export interface Destinations {
  /** Share of the attempts that fail. */
  readonly failureRate: number;
  /** A route whose destination never accepts anything. */
  readonly broken?: string;
}

/** Attempts after which an event goes to the dead-letter queue; EventBridge makes up to 186 in an hour. */
const maxAttempts = 3;
/** Share of the accepted events that EventBridge delivers twice. */
const duplicateRate = 0.05;

/** The stack's bus with a rule for each route, the destinations of the routes, and the topic of the pager. */
export class SimulatedBus {
  /** In order; an event whose response was lost is accepted again. */
  readonly accepted: AcceptedEvent[] = [];
  /** Ids of the messages that each route's destination got. */
  readonly delivered = new Map<string, Set<string>>();
  /** Messages of the topic, by the name of the alarm and its state. */
  readonly paged = new Set<string>();
  private deliveries: Delivery[] = [];

  constructor(
    private readonly undelivered: SimulatedQueue,
    private readonly destinations: Destinations,
    private readonly claimOf: (message: IncidentMessage) => string | undefined = () => undefined,
  ) {}

  get isIdle(): boolean {
    return this.deliveries.length === 0;
  }

  /** Makes an attempt of a delivery, in any order. Without random choices it succeeds, unless the route is broken. */
  attempt(random: SeededRandom | undefined): void {
    const [delivery] = this.deliveries.splice(random?.below(this.deliveries.length) ?? 0, 1);
    if (!delivery) return;
    const { event, route } = delivery;
    const { failureRate, broken } = this.destinations;
    if (route !== broken && !random?.chance(failureRate)) {
      const ids = this.delivered.get(route) ?? new Set();
      this.delivered.set(route, ids.add(event.message.id));
      if (!random?.chance(duplicateRate)) return;
    }
    delivery.attempts += 1;
    if (delivery.attempts < maxAttempts) this.deliveries.push(delivery);
    else
      this.undelivered.add(JSON.stringify({ detail: event }), {
        RULE_ARN: ruleArnOf(route),
        ERROR_CODE: 'SDK_CLIENT_ERROR',
      });
  }

  /** The bus as an invocation sees it. One that refuses an entry says so in its response. */
  eventBridgeClient(process: () => SimulatedProcess): EventBridgeClient {
    const send = (command: PutEventsCommand) =>
      process().call(
        () => {
          for (const { Detail = '' } of command.input.Entries ?? []) this.accept(JSON.parse(Detail), process());
          return { FailedEntryCount: 0, Entries: [{}] };
        },
        { refused: () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }) },
      );
    return { send } as unknown as EventBridgeClient;
  }

  topicClient(process: () => SimulatedProcess): SNSClient {
    const send = ({ input: { Message = '' } }: PublishCommand) =>
      process().call(() => {
        const { AlarmName, NewStateValue } = JSON.parse(Message) as Record<string, string>;
        this.paged.add(`${AlarmName} ${NewStateValue}`);
        return {};
      });
    return { send } as unknown as SNSClient;
  }

  private accept(event: MessageEvent, process: SimulatedProcess): void {
    this.accepted.push({ event, process, claim: this.claimOf(event.message) });
    this.deliveries.push(...event.routes.map((route) => ({ event, route, attempts: 0 })));
  }
}

const ruleArnOf = (route: string) => `arn:aws:events:eu-west-1:123456789012:rule/messages/messages-${route}-0a1b2c3`;
