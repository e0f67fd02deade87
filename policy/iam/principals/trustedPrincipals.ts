import { isPlainObject, type PropertyValue, textsOf } from '../../pack/propertyValue';

/** A principal in a statement. */
export type TrustedPrincipal =
  | { readonly is: 'everybody'; readonly text: string }
  | { readonly is: 'account'; readonly account: string; readonly text: string }
  | { readonly is: 'service'; readonly text: string }
  /** `host` is the provider's host and path. */
  | { readonly is: 'oidc'; readonly host: string; readonly text: string }
  | { readonly is: 'saml'; readonly text: string };

/** The principals in a statement's `Principal`, without those that are not known yet. */
export function trustedPrincipals(value: PropertyValue | undefined): readonly TrustedPrincipal[] {
  if (typeof value === 'string') return value === '*' ? [{ is: 'everybody', text: value }] : [];
  if (!isPlainObject(value)) return [];
  return [
    ...textsOf(value['AWS']).flatMap(awsPrincipal),
    ...textsOf(value['Service']).map(
      (text): TrustedPrincipal => ({ is: /[*?]/.test(text) ? 'everybody' : 'service', text }),
    ),
    ...textsOf(value['Federated']).map(federatedPrincipal),
  ];
}

/** An account id, an ARN in an account, or everybody; the id of a deleted principal matches none. */
function awsPrincipal(text: string): TrustedPrincipal[] {
  const account = /^\d{12}$/.test(text) ? text : (text.split(':')[4] ?? '');
  if (text === '*' || /[*?]/.test(account)) return [{ is: 'everybody', text }];
  return /^\d+$/.test(account) ? [{ is: 'account', account, text }] : [];
}

function federatedPrincipal(text: string): TrustedPrincipal {
  const [, kind = '', name = ''] = /^arn:[^:]*:iam::\d*:(oidc|saml)-provider\/(.*)$/s.exec(text) ?? [];
  if (kind === 'saml') return { is: 'saml', text };
  if (text.includes('*')) return { is: 'everybody', text };
  return { is: 'oidc', host: (kind === 'oidc' ? name : text).toLowerCase(), text };
}
