import type * as pulumi from '@pulumi/pulumi';
import type { EndpointSettings } from './endpointSettings';

export type { EndpointSettings } from './endpointSettings';

/** A stack's settings, checked, with every default filled in. */
export interface Settings {
  readonly stack: string;
  readonly environment: 'dev' | 'prod' | 'local';
  readonly owner: string;
  readonly tags: Record<string, string>;
  readonly endpoints: readonly EndpointSettings[];
  readonly alerts: {
    /** Secret: whoever knows the address can page people. */
    readonly pagerUrl?: pulumi.Output<string>;
    /** E-mail addresses. */
    readonly digest: readonly string[];
    /** Whether there is a ticket queue. */
    readonly tickets: boolean;
  };
  readonly retention: {
    readonly capturesDays: number;
    readonly reportsInfrequentAccessDays: number;
    readonly reportsGlacierDays: number;
    readonly noncurrentDays: number;
    readonly logDays: number;
  };
  readonly evidence: {
    readonly retentionYears: number;
    readonly objectLock: 'none' | 'governance' | 'compliance';
  };
}

/** Reads the stack's settings, and the SLA and schema files that they name, relative to the program's directory. */
export function loadSettings(): Settings {
  throw new Error('not yet');
}
