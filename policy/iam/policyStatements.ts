import { asList, isPlainObject, notYetKnown, type Plain, type PlainObject } from '../pack/plain';

/** One statement, and how to name it to a person. */
export interface Statement {
  readonly label: string;
  readonly fields: PlainObject;
}

type PolicyStatements =
  | { readonly statements: readonly Statement[]; readonly unknown: boolean }
  /** Why it isn't a policy document, as the end of a sentence. */
  | { readonly broken: string };

/** Reads a document given as JSON text or as an object. `unknown` is set when a part can't be read before the update. */
export function policyStatements(document: Plain): PolicyStatements {
  if (document === notYetKnown) return { statements: [], unknown: true };
  const value = parsed(document);
  if (!isPlainObject(value)) return { broken: 'is not a JSON object' };
  const listed = asList(value['Statement']);
  const statements: Statement[] = [];
  for (const [i, fields] of listed.entries()) {
    if (fields === notYetKnown) continue;
    if (!isPlainObject(fields)) return { broken: `has a statement number ${i + 1} that is not an object` };
    const sid = fields['Sid'];
    const label = typeof sid === 'string' && sid !== '' ? `statement '${sid}'` : `statement ${i + 1}`;
    statements.push({ label, fields });
  }
  return { statements, unknown: listed.includes(notYetKnown) };
}

function parsed(document: Plain): Plain | undefined {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document) as Plain;
  } catch {
    return undefined;
  }
}
