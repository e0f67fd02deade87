/** What of an identity provider's tokens says who somebody is. */
export interface IdentityProvider {
  /** Claims of which one must be asked for. */
  readonly who: readonly string[];
  /** A pattern of the first of them that names somebody; undefined where any that doesn't begin with a wildcard does. */
  readonly named?: RegExp;
  /** Claims that must all be asked for besides. */
  readonly besides: readonly string[];
}

const github = ['sub', 'repository', 'repository_id', 'repository_owner_id', 'job_workflow_ref', 'enterprise_id'];

/**
 * By the host of the provider, with what is behind it; the first that a provider begins with. Public providers serve
 * everybody, so that a token's audience alone says nothing: whose token it is stands in its subject.
 */
const providers: readonly (readonly [host: RegExp, provider: IdentityProvider])[] = [
  [/^token\.actions\.githubusercontent\.com/, { who: github, named: /^repo:[^*?/]+\//, besides: ['aud'] }],
  [/^gitlab\./, { who: ['sub', 'project_id', 'namespace_id'], named: /^project_path:[^*?/]+\//, besides: ['aud'] }],
  [/^app\.terraform\.io/, { who: ['sub'], named: /^organization:[^*?:]+:/, besides: ['aud'] }],
  [/^oidc\.eks\./, { who: ['sub'], named: /^system:serviceaccount:[^*?:]+:/, besides: ['aud'] }],
  // A pool is one's own, and its identities are known only to it.
  [/^cognito-identity\.amazonaws\.com/, { who: ['aud'], besides: ['amr'] }],
  [/^www\.amazon\.com/, { who: ['app_id'], besides: [] }],
  [/^graph\.facebook\.com/, { who: ['app_id'], besides: [] }],
];

const anyOther: IdentityProvider = { who: ['sub'], besides: ['aud'] };

/** What to ask for of a provider, by its host and path (`oidc.eks.eu-west-1.amazonaws.com/id/1A2B`). */
export function identityProvider(host: string): IdentityProvider {
  return providers.find(([pattern]) => pattern.test(host))?.[1] ?? anyOther;
}
