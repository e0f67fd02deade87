import type { PlannedMute } from '../../contract/plannedMute';
import type { Incident, MessageEntry } from '../../incidents/document/incident';

/** An invocation ends after a minute; later than this, another one may send what it left. */
const claimMs = 2 * 60_000;

/**
 * Messages that an invocation sends. An entry of an incident document is written as `pending`, sent, and written as `sent`.
 * A pending entry belongs to the invocation that wrote it, so that a report that is handled twice sends one message. It is
 * sent again only after an invocation that ended between sending and writing; the message then has the same id.
 */
export class MessageOutbox {
  /** Ids of the pending entries that this invocation wrote, and of those that it sent. */
  private readonly claimed = new Set<string>();
  private readonly sent = new Set<string>();

  constructor(
    readonly now: () => Date,
    private readonly send: (incident: Incident, entry: MessageEntry) => Promise<void>,
    /** Mutes that hold messages back. */
    readonly mutes: readonly PlannedMute[],
  ) {}

  /** Notes that this invocation wrote the pending messages of an incident that its document did not have before. */
  claim({ messages }: Incident, before: Incident | undefined): void {
    const isOfOther = ({ id, at }: MessageEntry) =>
      before?.messages.some((entry) => entry.id === id && entry.at === at);
    for (const entry of messages) if (entry.state === 'pending' && !isOfOther(entry)) this.claimed.add(entry.id);
  }

  /**
   * Sends the first pending message of an incident. Returns the incident to write, or the same one if there is none. Throws
   * while another invocation may be sending, so that the report is delivered again.
   */
  async deliver(incident: Incident): Promise<Incident> {
    const now = this.now();
    const pending = incident.messages.filter(({ state }) => state === 'pending');
    const [first] = pending;
    if (!first) return incident;
    const replace = (entries: readonly MessageEntry[], change: Partial<MessageEntry>): Incident => ({
      ...incident,
      messages: incident.messages.map((entry) =>
        entries.includes(entry) ? { ...entry, ...change, at: now.toISOString() } : entry,
      ),
    });
    if (!this.claimed.has(first.id)) {
      const isLeft = now.getTime() - Date.parse(first.at) >= claimMs;
      if (!isLeft) throw new Error(`another invocation is sending message ${first.id}`);
      return replace(pending, {});
    }
    if (!this.sent.has(first.id)) await this.send(incident, first);
    this.sent.add(first.id);
    return replace([first], { state: 'sent' });
  }
}
