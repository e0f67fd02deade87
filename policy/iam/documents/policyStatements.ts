import { memoize } from '../../pack/memoize';
import { asList, isPlainObject, notYetKnown, type PlainObject, type PropertyValue } from '../../pack/propertyValue';
import { repeatedKey, shapeFault, textFault } from './documentShape';

/** One statement, and how to name it to a person. */
export interface Statement {
  readonly label: string;
  readonly fields: PlainObject;
}

type PolicyStatements = { readonly statements: readonly Statement[]; readonly unknown: boolean } | BrokenDocument;

/** Why it isn't a policy document, as the end of a sentence, and what to do. */
interface BrokenDocument {
  readonly broken: string;
  readonly remedy: string;
}

const notJson: BrokenDocument = {
  broken: 'is not a JSON object',
  remedy: 'give it as an object or with pulumi.jsonStringify',
};
const refused = (broken: string): BrokenDocument => ({ broken, remedy: 'AWS takes no such policy, so correct it' });

/**
 * Reads a document given as JSON text or as an object. `unknown` is set when a part can't be read before the update. What
 * is larger or deeper than any policy is refused before it is looked at, so that no document takes long.
 */
export function policyStatements(document: PropertyValue): PolicyStatements {
  if (document === notYetKnown) return { statements: [], unknown: true };
  return typeof document === 'string' ? statementsInText(document) : statementsIn(document);
}

/** Several rules read each document. The limit is in characters. */
const statementsInText = memoize((text: string) => statementsIn(text), {
  most: 20_000_000,
  sizeOf: (_, text) => text.length,
});

function statementsIn(document: PropertyValue): PolicyStatements {
  const read: { readonly value: PropertyValue } | BrokenDocument =
    typeof document === 'string' ? parsed(document) : { value: document };
  if ('broken' in read) return read;
  const { value } = read;
  if (!isPlainObject(value)) return notJson;
  const misshapen = shapeFault(value);
  if (misshapen !== undefined) return refused(misshapen);
  const listed = asList(value['Statement']);
  if (listed.length === 0) return refused('has no Statement');
  const statements: Statement[] = [];
  for (const [i, fields] of listed.entries()) {
    if (fields === notYetKnown) continue;
    if (!isPlainObject(fields)) return refused(`has a statement number ${i + 1} that is not an object`);
    const fault = statementFault(fields);
    if (fault !== undefined) return refused(`has a statement number ${i + 1} ${fault}`);
    statements.push({ label: labelOf(fields['Sid'], i), fields });
  }
  return { statements, unknown: listed.includes(notYetKnown) };
}

function parsed(text: string): { readonly value: PropertyValue } | BrokenDocument {
  const fault = textFault(text);
  if (fault !== undefined) return refused(fault);
  try {
    const value = JSON.parse(text) as PropertyValue;
    const repeated = repeatedKey(text);
    return repeated === undefined ? { value } : refused(`names '${repeated}' twice in one object`);
  } catch {
    return notJson;
  }
}

/** Fields that are texts or lists of texts, and nothing else. */
const textFields = ['Action', 'NotAction', 'Resource', 'NotResource'] as const;

/** What AWS would refuse in a statement, so that nobody takes silence about it for consent. */
function statementFault(fields: PlainObject): string | undefined {
  const effect = fields['Effect'];
  if (effect !== notYetKnown && effect !== undefined && effect !== 'Allow' && effect !== 'Deny') {
    return "whose Effect is neither 'Allow' nor 'Deny'";
  }
  const odd = textFields.find((key) =>
    asList(fields[key]).some((item) => typeof item !== 'string' && item !== notYetKnown),
  );
  return odd === undefined ? undefined : `whose ${odd} is neither a text nor a list of texts`;
}

/** A Sid is short and plain, or it is nobody's label. */
function labelOf(sid: PropertyValue | undefined, index: number): string {
  return typeof sid === 'string' && /^[\w .:-]{1,64}$/.test(sid) ? `statement '${sid}'` : `statement ${index + 1}`;
}
