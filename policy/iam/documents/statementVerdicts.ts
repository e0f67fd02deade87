import { holdsUnknown, type PlainObject } from '../../pack/propertyValue';
import { comingFrom, type Resource } from '../../pack/resource';
import { passes, undetermined, type Verdict, violates } from '../../pack/verdict';
import { documentsOf, type LocatedDocument } from './documentsOf';
import { policyStatements, type Statement } from './policyStatements';

/** What a rule finds in one statement. */
export interface StatementFinding {
  /** What the statement does, to follow its name: `allows ...: ... .` */
  readonly text: string;
  /** It could not be decided. */
  readonly open?: true;
  /** A statement that could stand instead, no wider. */
  readonly suggestion?: PlainObject;
}

/** How a rule judges IAM documents statement by statement. */
export interface StatementJudge {
  /** Documents that it reads; all of them where it is absent. */
  readonly kind?: LocatedDocument['kind'];
  /** Fields whose unknown parts leave the rule undecided. */
  readonly fields: readonly string[];
  readonly judge: (fields: Statement['fields'], kind: LocatedDocument['kind']) => readonly StatementFinding[];
}

/**
 * A rule's verdicts on every statement of a resource's documents. A document that can't be read gets none: that is said
 * once, by iam-no-wildcard.
 */
export function statementVerdicts(resource: Resource, { kind, fields, judge }: StatementJudge): readonly Verdict[] {
  const verdicts = documentsOf(resource).flatMap((located): Verdict[] => {
    if (kind !== undefined && located.kind !== kind) return [];
    const read = policyStatements(located.document);
    if ('broken' in read) return [];
    const verdictsOnStatements = read.statements.flatMap((statement) =>
      judge(statement.fields, located.kind).map(({ text, open, suggestion }) => {
        const sentence = `${statement.label} of ${located.label} ${text}`;
        return open ? undetermined(resource, sentence) : violates(resource, sentence, suggestion);
      }),
    );
    const unclear =
      read.unknown || read.statements.some((statement) => fields.some((key) => holdsUnknown(statement.fields[key])));
    if (!unclear) return verdictsOnStatements;
    const reason = `part of ${located.label} is known only during the update${comingFrom(resource, located.property)}.`;
    return [...verdictsOnStatements, undetermined(resource, reason)];
  });
  return verdicts.length > 0 ? verdicts : [passes(resource)];
}
