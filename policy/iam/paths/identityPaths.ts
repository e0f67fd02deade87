import type { EscalationPath } from './escalationPath';
import { published } from './launch';

const iamApi = 'IAM API reference';

/** Ways to become another principal. */
export const identityPaths: readonly EscalationPath[] = [
  {
    needs: ['sts:AssumeRole'],
    gain: 'assume every role that trusts its account',
    target: { type: 'role', is: 'administrator', gain: 'assume' },
    source: published,
  },
  { needs: ['sts:AssumeRoot'], gain: 'become root of any member account', source: 'STS API, AssumeRoot' },
  {
    needs: ['iam:UpdateAssumeRolePolicy'],
    gain: 'make any role trust the caller',
    target: { type: 'role', is: 'administrator', gain: 'make itself trusted by' },
    source: published,
  },
  {
    needs: ['iam:CreateAccessKey'],
    gain: 'create an access key for any user',
    target: { type: 'user', is: 'administrator', gain: 'create an access key of' },
    source: published,
  },
  {
    needs: ['iam:CreateLoginProfile'],
    gain: 'create a console password for any user',
    target: { type: 'user', is: 'administrator', gain: 'create a console password of' },
    source: published,
  },
  {
    needs: ['iam:UpdateLoginProfile'],
    gain: "change any user's password",
    target: { type: 'user', is: 'administrator', gain: 'change the password of' },
    source: published,
  },
  {
    needs: ['iam:UpdateSAMLProvider'],
    gain: 'replace the identity provider of any SAML role',
    source: `${iamApi}, UpdateSAMLProvider: SAMLMetadataDocument`,
  },
  {
    needs: ['rolesanywhere:UpdateTrustAnchor'],
    gain: 'replace the certificate authority of any trust anchor',
    source: 'IAM Roles Anywhere API, UpdateTrustAnchor: source',
  },
];
