import { paginateListAliases } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { invalidStackTexts } from '../../config/nameProblems';
import { composeStackNameAlias } from '../../contract/resourceNames';
import { UserError } from '../../contract/userError';
import { type Check, runCheck } from './check';
import type { DoctorClients } from './doctorClients';

/** Who calls, and in which account. */
export interface Caller {
  readonly arn: string;
  readonly account: string;
}

/** Sentences by the name or code of an error of the first call. */
const credentialTexts: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'no AWS credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  ExpiredToken: "the AWS credentials have expired; sign in again, for example with 'aws sso login'",
  ExpiredTokenException: "the AWS credentials have expired; sign in again, for example with 'aws sso login'",
  InvalidClientTokenId: 'the AWS credentials are invalid, or the region is not enabled in the account',
  SignatureDoesNotMatch: 'the AWS credentials are invalid: the secret key does not belong to the access key',
  RegionDisabledException: 'the region is not enabled in the account',
};

/** Asks AWS who calls. Throws a UserError if AWS cannot be reached. */
export async function identifyCaller({ sts }: DoctorClients, region: string): Promise<Caller | Check> {
  try {
    const { Arn: arn = '', Account: account = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { arn, account };
  } catch (error) {
    const { name = '', code = '', message = String(error) } = error as Partial<NodeJS.ErrnoException>;
    const text = credentialTexts[name] ?? credentialTexts[code];
    if (text !== undefined) return { check: 'credentials', status: 'problem', text };
    throw new UserError(
      `cannot reach AWS in region '${region}' (${name}: ${message || code}); check the region's name, the network, and --endpoint-url or AWS_ENDPOINT_URL for a local AWS`,
    );
  }
}

/** Whether AWS accepts the stack's name, and no other stack of the account and region has it. */
export function checkStackName(
  { kms }: DoctorClients,
  stack: string,
  region: string,
  hasOwnTrail: boolean,
): Promise<readonly Check[]> {
  const check = 'stack name';
  return runCheck(check, 'kms:ListAliases', async () => {
    const invalid = invalidStackTexts(stack, hasOwnTrail);
    if (invalid.length > 0) return invalid.map((text): Check => ({ check, status: 'problem', text }));
    const alias = composeStackNameAlias(stack);
    for await (const { Aliases = [] } of paginateListAliases({ client: kms }, {})) {
      if (!Aliases.some(({ AliasName }) => AliasName === alias)) continue;
      const text = `a stack named '${stack}' is deployed in ${region} (${alias} exists); if it is not this program's, choose another name: the first update would fail`;
      return { check, status: 'problem', text };
    }
    return { check, status: 'ok', text: `no stack named '${stack}' is deployed in ${region}` };
  });
}
