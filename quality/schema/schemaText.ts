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
  const plain = (columns: readonly ProposedColumn[]) => columns.map(({ doubt: _, ...column }) => column);
  return { version, output: plain(output), input: plain(input) };
}

/** A proposed schema as the text of a file, with comments on columns to check. */
export function schemaText({ version, output, input }: ProposedSchema): string {
  return [`version: ${version}`, ...linesOf('output', output), ...linesOf('input', input), ''].join('\n');
}

function linesOf(side: 'output' | 'input', columns: readonly ProposedColumn[]): string[] {
  if (columns.length === 0) return [`${side}: [] # no columns in the captures`];
  return [
    `${side}:`,
    ...columns.map(({ doubt, ...column }) => {
      // Names from the captures must not break out of the comment.
      const note = doubt === undefined ? '' : ` # ${doubt.replace(/\s+/g, ' ')}`;
      const { name, type, ...settings } = column;
      const members = Object.entries({ name, type, ...settings }).map(([key, value]) => `${key}: ${yamlScalar(value)}`);
      return `  - { ${members.join(', ')} }${note}`;
    }),
  ];
}

/** A text or switch in YAML. Plain words of ASCII stay as they are; any other text is quoted, as JSON is YAML too. */
export function yamlScalar(value: string | boolean | undefined): string {
  const isPlain = typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(value);
  return isPlain && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value) ? value : JSON.stringify(value);
}
