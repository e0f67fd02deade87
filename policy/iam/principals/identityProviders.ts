/** Values of a claim that name one repository, project, workspace or service account, not everything of an organization. */
type Narrow = (value: string) => boolean;

/** Claims that identify a caller in an identity provider's tokens. */
export interface IdentityProvider {
  /** Claims of which a condition must restrict one, and the values of each that do. */
  readonly anyOf: Readonly<Record<string, Narrow>>;
  /** Further claims that conditions must restrict, all of them. */
  readonly allOf: readonly string[];
}

const any: Narrow = () => true;
/** A value that begins with what the pattern asks for; a star in that part matches strangers. */
const like = (pattern: RegExp): Narrow => pattern.test.bind(pattern);

/**
 * Tokens of GitHub Actions: `repo:acme/shop:ref:refs/heads/main`, or with a customized subject other claims in front. Whole
 * organizations (`repo:acme/*`, the claims `repository_owner` and `enterprise_id`) are not enough: whoever can create a
 * repository in one gets the role. From "OpenID Connect reference" of the GitHub documentation.
 */
const github = {
  sub: like(
    /^(?:[^*?:]+:[^*?:]+:)*?(?:repo:[^*?/:]+\/[^*?/:]+(?::|$)|repository(?:_id)?:[^*?:]+(?::|$)|job_workflow_ref:[^*?/]+\/[^*?/]+\/)/,
  ),
  repository: like(/^[^*?/]+\/[^*?/]+$/),
  repository_id: like(/^\d+$/),
  job_workflow_ref: like(/^[^*?/]+\/[^*?/]+\//),
} as const;

/**
 * By the provider's host and path; the first pattern that matches counts. Public providers issue tokens to everyone, so that
 * the audience alone restricts nothing: the subject identifies the caller. The forms of subjects are from each provider's
 * documentation of its OpenID Connect tokens.
 */
const providers: readonly (readonly [host: RegExp, provider: IdentityProvider])[] = [
  [/^token\.actions\.githubusercontent\.com/, { anyOf: github, allOf: ['aud'] }],
  [
    /^gitlab\./,
    {
      anyOf: {
        sub: like(/^project_path:[^*?:]+\/[^*?/:]+:/),
        project_id: like(/^\d+$/),
        project_path: like(/^[^*?]+\/[^*?/]+$/),
      },
      allOf: ['aud'],
    },
  ],
  [
    /^app\.terraform\.io/,
    { anyOf: { sub: like(/^organization:[^*?:]+:project:(?:[^*?:]+:|[^:]*:workspace:[^*?:]+:)/) }, allOf: ['aud'] },
  ],
  // The audience is the workspace's; the subject begins with the repository's ID.
  [
    /^api\.bitbucket\.org\//,
    { anyOf: { sub: like(/^\{[^*?}]+\}/), repositoryUuid: like(/^\{[^*?}]+\}$/) }, allOf: ['aud'] },
  ],
  [/^oidc\.circleci\.com\/org\//, { anyOf: { sub: like(/^org\/[^*?/]+\/project\/[^*?/]+(?:\/|$)/) }, allOf: ['aud'] }],
  [/^agent\.buildkite\.com/, { anyOf: { sub: like(/^organization:[^*?:]+:pipeline:[^*?:]+(?::|$)/) }, allOf: ['aud'] }],
  [/^vstoken\.dev\.azure\.com\//, { anyOf: { sub: like(/^sc:\/\/[^*?/]+\/[^*?/]+\/[^*?]+$/) }, allOf: ['aud'] }],
  [/^oidc\.vercel\.com/, { anyOf: { sub: like(/^owner:[^*?:]+:project:[^*?:]+(?::|$)/) }, allOf: ['aud'] }],
  [
    /^api\.pulumi\.com\/oidc/,
    {
      anyOf: { sub: like(/^pulumi:(?:deploy:org:[^*?:]+:project|environments:org:[^*?:]+:env):[^*?:]+(?::|$)/) },
      allOf: ['aud'],
    },
  ],
  [/^oidc\.eks\./, { anyOf: { sub: like(/^system:serviceaccount:[^*?:]+:/) }, allOf: ['aud'] }],
  // A pool belongs to one account and has its own identities.
  [/^cognito-identity\.amazonaws\.com/, { anyOf: { aud: any }, allOf: ['amr'] }],
  [/^www\.amazon\.com/, { anyOf: { app_id: any }, allOf: [] }],
  [/^graph\.facebook\.com/, { anyOf: { app_id: any }, allOf: [] }],
];

const anyOther: IdentityProvider = { anyOf: { sub: (value) => !/^[*?]/.test(value) }, allOf: ['aud'] };

/** The claims to restrict for a provider, by its host and path (`oidc.eks.eu-west-1.amazonaws.com/id/1A2B`). */
export function identityProvider(host: string): IdentityProvider {
  return providers.find(([pattern]) => pattern.test(host))?.[1] ?? anyOther;
}
