import type { EngineEvent } from '@pulumi/pulumi/automation';
import { UserError } from '../../contract/userError';
import type { PolicyFinding } from '../model/rehearsalReport';
import { plainText } from './plainText';
import { policyFinding } from './policyFinding';

/** Follows an operation's events: progress for a person, findings of the pack, and what went wrong. */
export function watchOperation(at: (text: string) => void) {
  const start = performance.now();
  const findings: PolicyFinding[] = [];
  const errors: string[] = [];
  let done = 0;
  let asked = 0;
  return {
    findings,
    mandatory: () => findings.filter(({ level }) => level === 'mandatory'),
    seconds: () => (performance.now() - start) / 1000,
    resources: () => asked,
    onEvent: (event: EngineEvent) => {
      if (event.resourcePreEvent && event.resourcePreEvent.metadata.type !== 'pulumi:pulumi:Stack') asked += 1;
      if (event.resOutputsEvent) {
        done += 1;
        at(`${done} resources`);
      }
      if (event.policyEvent) findings.push(policyFinding(event.policyEvent));
      if (event.diagnosticEvent?.severity === 'error') errors.push(plainText(event.diagnosticEvent.message));
    },
    explain: (operation: string, error: unknown): Error => {
      const said = [
        ...errors,
        ...findings.filter((f) => f.level === 'mandatory').map((f) => `${f.policy}: ${f.message}`),
      ];
      if (said.length > 0) return new UserError(`${operation} did not succeed: ${said.join('\n')}`);
      return error instanceof Error ? error : new Error(String(error));
    },
  };
}
