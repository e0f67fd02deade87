import { randomUUID } from 'node:crypto';

/** How a call was written, and so how its answer must be. */
export type Protocol = 'json' | 'query' | 'rest-json' | 'rest-xml';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error as an AWS service answers it. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const xml = (text: string): string => text.replace(/[&<>"]/g, (mark) => escapes[mark] ?? mark);

/** Writes an error in the form that the call's protocol has. */
export function errorAnswer(error: AwsError, protocol: Protocol): Answer {
  const requestId = randomUUID();
  const { code, message, status } = error;
  if (protocol === 'json' || protocol === 'rest-json') {
    return {
      status,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-errortype': code,
        // CloudWatch's clients look for the older service's error code here.
        'x-amzn-query-error': `${code};Sender`,
        'x-amzn-requestid': requestId,
      },
      body: JSON.stringify({ __type: code, message }),
    };
  }
  const inner = `<Code>${xml(code)}</Code><Message>${xml(message)}</Message>`;
  const body =
    protocol === 'rest-xml'
      ? `<Error>${inner}<RequestId>${requestId}</RequestId></Error>`
      : `<ErrorResponse><Error><Type>Sender</Type>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
