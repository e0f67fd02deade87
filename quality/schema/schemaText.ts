import type { CaptureSchema, Column } from '../../contract/captureSchema';

/** A column of a proposed schema, and why a person should check it. */
export interface ProposedColumn extends Column {
  readonly doubt?: string;
}

/** A schema with its columns' doubts. */
export interface ProposedSchema {
  readonly version: string;
  readonly output: readonly ProposedColumn[];
  readonly input: readonly ProposedColumn[];
}

/** The schema without the doubts. */
export function schemaOf({ version, output, input }: ProposedSchema): CaptureSchema {
  const plain = (columns: readonly ProposedColumn[]) => columns.map(({ name, type }) => ({ name, type }));
  return { version, output: plain(output), input: plain(input) };
}

/** A proposed schema as the text of a file, with comments on columns to check. */
export function schemaText({ version, output, input }: ProposedSchema): string {
  return [`version: ${version}`, ...linesOf('output', output), ...linesOf('input', input), ''].join('\n');
}

function linesOf(side: 'output' | 'input', columns: readonly ProposedColumn[]): string[] {
  if (columns.length === 0) return [`${side}: [] # no columns in the captures; a schema needs at least one`];
  return [
    `${side}:`,
    ...columns.map(({ name, type, doubt }) => {
      // Names from the captures must not break out of the comment.
      const note = doubt === undefined ? '' : ` # ${doubt.replace(/\s+/g, ' ')}`;
      return `  - { name: ${yamlText(name)}, type: ${type} }${note}`;
    }),
  ];
}

/** A name in YAML: some need quotes to stay texts. */
function yamlText(name: string): string {
  return /^(true|false|null)$/i.test(name) ? `'${name}'` : name;
}
