import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHead } from './awsCall';
import { AwsError, type Protocol } from './awsError';

/** A call that breaks AWS's service models or the rules that they lack. */
interface CallFinding {
  /** A request that was refused as AWS would refuse it, or a response that AWS would not give. */
  readonly kind: 'refused request' | 'faulty response';
  /** `<service>:<operation>` in botocore's spelling, or method and address of an unknown operation. */
  readonly operation: string;
  readonly problem: string;
}

/** How many calls were checked, and the findings. */
export interface CallChecks {
  /** Calls that reached the gateway. */
  readonly calls: number;
  /** Calls whose request was checked. */
  readonly requests: number;
  /** Calls whose response was checked. */
  readonly responses: number;
  readonly findings: readonly CallFinding[];
}

/** A request that was read by its service model. */
export interface CheckedRequest {
  /** Undefined for an operation that the models lack. */
  readonly operation?: string;
  readonly protocol?: string;
  /** Why AWS would refuse the request; undefined when it would not. */
  readonly refusal?: AwsError;
}

/** A response to a caller. */
export interface CallResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer | string;
  /** Whether the body was passed on unread. */
  readonly streamed: boolean;
  /** Whether the gateway gave the response, not moto. */
  readonly own: boolean;
}

interface RequestResult {
  readonly operation: string | null;
  readonly protocol: string | null;
  readonly problems: readonly { readonly code?: string; readonly text: string }[];
}

/** Error code of a broken constraint of the model, which differs by protocol. */
const validationCodes = {
  json: 'ValidationException',
  query: 'ValidationError',
  'rest-json': 'ValidationException',
  'rest-xml': 'InvalidArgument',
} as const satisfies Record<Protocol, string>;

/**
 * What moto's process does for the gateway beside AWS's calls: it has the service models, the mail that moto would not send,
 * and the objects that callers may not see.
 * Rejects when the process fails on it, and with `downError` when it has ended.
 */
export type AskMoto = <T>(
  name: 'outbox' | 'object' | 'check-request' | 'check-response',
  content?: object,
) => Promise<T>;

/** An error for calls after moto has ended. */
export function downError(error: unknown): AwsError {
  const { code, message, cause } = error as NodeJS.ErrnoException;
  const reason = code ?? (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
  return new AwsError('LocalAwsDown', `moto, which serves the local AWS, is down (${reason})`);
}

/** Checks every call against the service models, which moto's process has. */
export class ModelCheck {
  private calls = 0;
  private requests = 0;
  private responses = 0;
  private readonly findings: CallFinding[] = [];
  private readonly pending = new Set<Promise<void>>();

  constructor(private readonly ask: AskMoto) {}

  /** @param body undefined when it is streamed */
  async checkRequest(
    { method, url, headers }: RequestHead,
    call: { readonly service: string; readonly protocol: Protocol },
    body: Buffer | undefined,
  ): Promise<CheckedRequest> {
    this.calls += 1;
    const request = { service: call.service, method, url, headers: flatten(headers) };
    const result = await this.ask<RequestResult>('check-request', {
      ...request,
      body: body?.toString('base64') ?? '',
      streamed: body === undefined,
    });
    this.requests += 1;
    const { operation, protocol, problems } = result;
    const checked = { operation: operation ?? undefined, protocol: protocol ?? undefined };
    if (problems.length === 0) return checked;
    const code = problems.find((problem) => problem.code)?.code ?? validationCode(call);
    const problem = describeProblems(problems.map(({ text }) => text));
    this.findings.push({ kind: 'refused request', operation: operation ?? `${method} ${url}`, problem });
    return { ...checked, refusal: new AwsError(code, problem) };
  }

  /** Checks a response (undefined for a fault that sends none) while the caller goes on; `report` waits for the result. */
  checkResponse({ operation, protocol }: CheckedRequest, response: CallResponse | undefined): void {
    const check = this.findFaults({ operation, protocol }, response)
      .then((problems) => {
        this.responses += 1;
        if (problems.length === 0) return;
        this.findings.push({
          kind: 'faulty response',
          operation: operation ?? '',
          problem: describeProblems(problems),
        });
      })
      // The call then counts as unchecked.
      .catch(() => undefined)
      .finally(() => this.pending.delete(check));
    this.pending.add(check);
  }

  private async findFaults(request: CheckedRequest, response: CallResponse | undefined): Promise<readonly string[]> {
    // The response to an unknown operation is the refusal.
    if (request.operation === undefined || !response) return [];
    const { headers, body, ...rest } = response;
    const document = { headers: flatten(headers), body: Buffer.from(body).toString('base64') };
    return this.ask<string[]>('check-response', { ...request, ...rest, ...document });
  }

  /** All checks so far. */
  async report(): Promise<CallChecks> {
    await Promise.all(this.pending);
    const { calls, requests, responses, findings } = this;
    return { calls, requests, responses, findings };
  }
}

/** CloudWatch kept the codes of its older query protocol. */
function validationCode({ service, protocol }: { readonly service: string; readonly protocol: Protocol }): string {
  return validationCodes[service === 'monitoring' ? 'query' : protocol];
}

function describeProblems(problems: readonly string[]): string {
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  return `${count} detected: ${problems.join('; ')}`;
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
