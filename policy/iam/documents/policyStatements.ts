import { memoize } from '../../pack/memoize';
import { asList, isPlainObject, notYetKnown, type PlainObject, type PropertyValue } from '../../pack/propertyValue';
import { findDuplicateKey, findShapeFault, findTextFault } from './documentShape';

/** One statement, and how to name it to a person. */
export interface Statement {
  readonly label: string;
  readonly fields: PlainObject;
}

type PolicyStatements = { readonly statements: readonly Statement[]; readonly unknown: boolean } | BrokenDocument;

/** Why it isn't a policy document, as the end of a sentence, and how to fix it. */
interface BrokenDocument {
  readonly broken: string;
  readonly remedy: string;
}

const notJson: BrokenDocument = {
  broken: 'is not a JSON object',
  remedy: 'give it as an object or with pulumi.jsonStringify',
};
const rejected = (broken: string): BrokenDocument => ({ broken, remedy: 'AWS rejects such a policy; fix it' });

/**
 * Reads a document that is JSON text or an object. `unknown` is set when a part can't be read before the update. A document
 * that is larger or deeper than any policy is rejected before it is read, so that no document takes long.
 */
export function policyStatements(document: PropertyValue): PolicyStatements {
  if (document === notYetKnown) return { statements: [], unknown: true };
  return typeof document === 'string' ? readStatementsInText(document) : readStatements(document);
}

/** Several rules read each document. The limit is in characters. */
const readStatementsInText = memoize((text: string) => readStatements(text), {
  most: 20_000_000,
  sizeOf: (_, text) => text.length,
});

function readStatements(document: PropertyValue): PolicyStatements {
  const read: { readonly value: PropertyValue } | BrokenDocument =
    typeof document === 'string' ? parseDocument(document) : { value: document };
  if ('broken' in read) return read;
  const { value } = read;
  if (!isPlainObject(value)) return notJson;
  const shapeFault = findShapeFault(value);
  if (shapeFault !== undefined) return rejected(shapeFault);
  const listed = asList(value['Statement']);
  if (listed.length === 0) return rejected('has no Statement');
  const statements: Statement[] = [];
  for (const [i, fields] of listed.entries()) {
    if (fields === notYetKnown) continue;
    if (!isPlainObject(fields)) return rejected(`has a statement ${i + 1} that is not an object`);
    const fault = findStatementFault(fields);
    if (fault !== undefined) return rejected(`has a statement ${i + 1} ${fault}`);
    statements.push({ label: labelOf(fields['Sid'], i), fields });
  }
  return { statements, unknown: listed.includes(notYetKnown) };
}

function parseDocument(text: string): { readonly value: PropertyValue } | BrokenDocument {
  const fault = findTextFault(text);
  if (fault !== undefined) return rejected(fault);
  try {
    const value = JSON.parse(text) as PropertyValue;
    const duplicate = findDuplicateKey(text);
    return duplicate === undefined ? { value } : rejected(`has a duplicate key '${duplicate}'`);
  } catch {
    return notJson;
  }
}

/** Fields that are strings or lists of strings. */
const textFields = ['Action', 'NotAction', 'Resource', 'NotResource'] as const;

/** What AWS rejects in a statement. It is reported, because rules find nothing in such a statement. */
function findStatementFault(fields: PlainObject): string | undefined {
  const effect = fields['Effect'];
  if (effect !== notYetKnown && effect !== undefined && effect !== 'Allow' && effect !== 'Deny') {
    return "with an Effect other than 'Allow' or 'Deny'";
  }
  const invalidField = textFields.find((key) =>
    asList(fields[key]).some((item) => typeof item !== 'string' && item !== notYetKnown),
  );
  return invalidField === undefined ? undefined : `with a value in ${invalidField} that is not a string`;
}

/** A Sid is a label only if it is short and has no special characters. */
function labelOf(sid: PropertyValue | undefined, index: number): string {
  return typeof sid === 'string' && /^[\w .:-]{1,64}$/.test(sid) ? `statement '${sid}'` : `statement ${index + 1}`;
}
