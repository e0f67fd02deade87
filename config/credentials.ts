/** A form that credentials have, and how an error text names it. */
interface CredentialForm {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Further test of the matched text. @default none */
  readonly confirms?: (match: string) => boolean;
}

/** Names under which credentials are kept: in an address's query, before `=` or `:`, or as a key. */
const credentialName =
  '(?:[\\w-]*(?:password|passwd|secret|token|credentials?|signature)|pwd|sig|(?:x[-_])?(?:api|access|auth|genie|integration|private|routing|secret)[-_ ]?key)';

/**
 * Forms of credentials, the most specific first. The prefixes are those that their issuers publish so that scanners find
 * them ("Secret scanning patterns" of GitHub's documentation).
 */
// cspell:disable
const credentialForms: readonly CredentialForm[] = [
  { kind: 'a private key', pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY|PuTTY-User-Key-File|AGE-SECRET-KEY-1/ },
  { kind: 'an AWS access key', pattern: /(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])/ },
  { kind: 'a signed token (JWT)', pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/ },
  {
    kind: 'an API token',
    pattern:
      /(?<![A-Za-z0-9])(?:gh[oprsu]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}|(?:sk|rk|pk)_(?:live|test)_\w{10,}|sk-[\w-]{20,}|AIza[\w-]{30,}|ya29\.[\w-]{10,}|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{16,}|hf_[A-Za-z0-9]{20,}|dapi[0-9a-f]{32}|pul-[0-9a-f]{40}|do[opr]_v1_[0-9a-f]{32,}|SG\.[\w-]{16,}\.[\w-]{16,}|hv[bs]\.[\w-]{16,}|glsa_\w{16,}|NRAK-[A-Z0-9]{16,}|dt0[a-z]\d\d\.[\w.]{16,}|ATATT3[\w-]{16,}|key-[0-9a-f]{32})/,
  },
  {
    kind: 'an authorization header',
    pattern: /\b(?:bearer|basic)\s+[\w.~+/=-]{8,}/i,
    confirms: (match) => /\d|=$|[a-z][A-Z]/.test(match.replace(/^\w+\s+/, '')),
  },
  { kind: 'an address with a user or password', pattern: /\bhttps?:\/\/[^\s/?#@]+@|:\/\/[^\s/?#@:]*:[^\s/?#@]+@/i },
  { kind: 'an address with a credential', pattern: new RegExp(`[?&#]${credentialName}=[^&\\s]{4,}`, 'i') },
  {
    kind: 'the address of a pager or webhook',
    pattern:
      /\bhttps?:\/\/(?:events\.(?:eu\.)?pagerduty\.com\/(?:integration|x-ere)\/|hooks\.slack\.com\/|hooks\.zapier\.com\/|[\w.-]+\.webhook\.office\.com\/|outlook\.office\.com\/webhook\/|discord(?:app)?\.com\/api\/webhooks\/|alert\.victorops\.com\/integrations\/|api\.telegram\.org\/bot|\S*\/(?:integrations?|webhooks?)\/(?:[\w-]+\/)*(?=[\w-]*\d)[\w-]{16,})/i,
  },
  { kind: 'a credential', pattern: new RegExp(`(?<![\\w-])${credentialName}\\s*[=:]\\s*\\S{6,}`, 'i') },
  { kind: 'an integration key', pattern: /^[0-9a-f]{32}$/i },
  { kind: 'a random key', pattern: /^(?:[\w-]{32,}={0,2}|[\w+/]{40})$/, confirms: isRandom },
];
// cspell:enable

/** Names of keys whose values are credentials. */
const namesCredential = new RegExp(`^${credentialName}$`, 'i');

/** The kind of credential that a text looks like; undefined for other texts. `key` is the name that it is kept under. */
export function credentialKind(text: string, key = ''): string | undefined {
  const form = credentialForms.find(({ pattern, confirms }) => {
    const match = pattern.exec(text)?.[0];
    return match !== undefined && (confirms?.(match) ?? true);
  });
  if (form) return form.kind;
  return namesCredential.test(key) && /^(?=.*\d)(?=.*[a-z])\S{8,}$/i.test(text) ? 'a credential' : undefined;
}

/** Whether a text changes between capitals, small letters and digits as often as random ones do, and words do not. */
function isRandom(text: string): boolean {
  const classes = [...text.replace(/[^A-Za-z0-9]/g, '')].map((character) =>
    [/[A-Z]/, /[a-z]/, /\d/].findIndex((kind) => kind.test(character)),
  );
  const changes = classes.filter((kind, i) => i > 0 && kind !== classes[i - 1]).length;
  return new Set(classes).size === 3 && changes >= 0.35 * classes.length;
}
