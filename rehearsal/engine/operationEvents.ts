import type { EngineEvent } from '@pulumi/pulumi/automation';
import { UserError } from '../../contract/userError';
import type { PolicyFinding } from '../model/rehearsalReport';

/** Follows an operation's events: reports progress, and collects the policy pack's findings and the errors. */
export class OperationWatch {
  private readonly start = performance.now();
  private readonly errors: string[] = [];
  private finished = 0;
  readonly findings: PolicyFinding[] = [];
  /** Resources that the program declares, without the stack itself. */
  resources = 0;

  constructor(private readonly report: (text: string) => void) {}

  get mandatoryFindings(): PolicyFinding[] {
    return this.findings.filter(({ level }) => level === 'mandatory');
  }

  seconds(): number {
    return (performance.now() - this.start) / 1000;
  }

  readonly onEvent = (event: EngineEvent): void => {
    if (event.resourcePreEvent && event.resourcePreEvent.metadata.type !== 'pulumi:pulumi:Stack') this.resources += 1;
    if (event.resOutputsEvent) {
      this.finished += 1;
      this.report(`${this.finished} resources`);
    }
    if (event.policyEvent) this.findings.push(toPolicyFinding(event.policyEvent));
    if (event.diagnosticEvent?.severity === 'error') this.errors.push(stripColors(event.diagnosticEvent.message));
  };

  /** The operation's failure with the errors and mandatory findings that the engine reported. */
  explain(operation: string, error: unknown): Error {
    const causes = [...this.errors, ...this.mandatoryFindings.map(({ policy, message }) => `${policy}: ${message}`)];
    if (causes.length > 0) return new UserError(`${operation} failed: ${causes.join('\n')}`);
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The finding of a policy event. */
export function toPolicyFinding(event: NonNullable<EngineEvent['policyEvent']>): PolicyFinding {
  return {
    policy: event.policyName,
    resource: event.resourceUrn ?? 'the stack',
    // The engine puts the policy's description on lines before the finding.
    message: stripColors(event.message).split('\n').slice(-1).join(''),
    level: event.enforcementLevel === 'mandatory' ? 'mandatory' : 'advisory',
  };
}

/** The engine's text without its color marks. */
export function stripColors(text: string): string {
  return text.replaceAll(/<\{%[^%]*%\}>/g, '').trim();
}
