/** Claims that identify a caller in an identity provider's tokens. */
export interface IdentityProvider {
  /** Claims of which a condition must restrict one. */
  readonly anyOf: readonly string[];
  /** Pattern of a restrictive value of the first of them; undefined when any value that does not begin with a wildcard is. */
  readonly restrictive?: RegExp;
  /** Further claims that conditions must restrict, all of them. */
  readonly allOf: readonly string[];
}

const github = ['sub', 'repository', 'repository_id', 'repository_owner_id', 'job_workflow_ref', 'enterprise_id'];

/**
 * By the provider's host and path; the first pattern that matches counts. Public providers issue tokens to everyone, so that
 * the audience alone restricts nothing: the subject identifies the caller.
 */
const providers: readonly (readonly [host: RegExp, provider: IdentityProvider])[] = [
  [/^token\.actions\.githubusercontent\.com/, { anyOf: github, restrictive: /^repo:[^*?/]+\//, allOf: ['aud'] }],
  [
    /^gitlab\./,
    { anyOf: ['sub', 'project_id', 'namespace_id'], restrictive: /^project_path:[^*?/]+\//, allOf: ['aud'] },
  ],
  [/^app\.terraform\.io/, { anyOf: ['sub'], restrictive: /^organization:[^*?:]+:/, allOf: ['aud'] }],
  [/^oidc\.eks\./, { anyOf: ['sub'], restrictive: /^system:serviceaccount:[^*?:]+:/, allOf: ['aud'] }],
  // A pool belongs to one account and has its own identities.
  [/^cognito-identity\.amazonaws\.com/, { anyOf: ['aud'], allOf: ['amr'] }],
  [/^www\.amazon\.com/, { anyOf: ['app_id'], allOf: [] }],
  [/^graph\.facebook\.com/, { anyOf: ['app_id'], allOf: [] }],
];

const anyOther: IdentityProvider = { anyOf: ['sub'], allOf: ['aud'] };

/** The claims to restrict for a provider, by its host and path (`oidc.eks.eu-west-1.amazonaws.com/id/1A2B`). */
export function identityProvider(host: string): IdentityProvider {
  return providers.find(([pattern]) => pattern.test(host))?.[1] ?? anyOther;
}
