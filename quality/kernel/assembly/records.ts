import { cells } from './cells';
import { MAX_TEMPLATES, RecordStatus } from './codes';
import { input, output } from './side';
import { readEncoded, Template } from './template';

/** Reads lines that match a template. It stops at every other line. */
class Records {
  /** Where to go on: where a line begins. */
  at: usize = 0;
  line: f64 = 1;
  /** The one that matched last comes first. */
  private templates: StaticArray<Template | null> = new StaticArray<Template | null>(MAX_TEMPLATES);
  private count: i32 = 0;
  /** A row with more fields is left to the caller. */
  maxColumns: i32 = 0;
  /** Columns of the output; -1 if they are not known. Records with others are left to the caller. */
  outputWidth: i32 = -1;
  /** The rows of the line before this place, of which those from `row` on are not handed out yet. */
  private row: i32 = 0;
  private rows: i32 = 0;
  /** Whether base64 of a line that cannot be used was decoded in place. */
  private overwritten: bool = false;

  /** Tries this template from now on, before the others. At most `MAX_TEMPLATES` fit. */
  addTemplate(template: Template): void {
    this.templates[this.count] = template;
    this.toFront(this.count);
    this.count += 1;
  }

  /** Reads lines up to `end`, each with its line feed. Returns a `RecordStatus`. */
  scan(end: usize): i32 {
    while (true) {
      while (this.row < this.rows) {
        if (cells.full) return RecordStatus.FULL;
        this.emit();
      }
      if (this.at === end) return RecordStatus.READ;
      const next = this.read(this.at, end);
      if (next === 0) return this.overwritten ? RecordStatus.OVERWRITTEN : RecordStatus.UNKNOWN;
      this.at = next;
      this.line += 1;
    }
  }

  /** Continues at the beginning of a line. */
  begin(at: usize, line: f64): void {
    this.at = at;
    this.line = line;
    this.row = 0;
    this.rows = 0;
    this.overwritten = false;
  }

  /** Reads a line. Returns where the next one begins; 0 when the line matches no template or cannot be used. */
  private read(line: usize, end: usize): usize {
    for (let i = 0; i < this.count; i++) {
      const template = <Template>unchecked(this.templates[i]);
      const next = template.read(line, end);
      if (next === 0) continue;
      if (i > 0) this.toFront(i);
      return this.layOutRows(template) ? next : 0;
    }
    return 0;
  }

  /** Makes rows of what the sides hold. Returns false when their numbers of rows differ, or a row is too wide or may be a header. */
  private layOutRows(template: Template): bool {
    this.overwritten = output.encoded !== 0 || input.encoded !== 0;
    if (!readEncoded(output, template.outputText) || !readEncoded(input, template.inputText)) return false;
    const rows = template.hasInput ? input.rows : output.rows;
    // Different numbers of rows are an error, or a column of predictions: the caller decides.
    if (rows === 0 || (template.hasOutput && output.rows !== rows)) return false;
    for (let row = 0; row < rows; row++) {
      const width = output.widthOf(row);
      if (width + input.widthOf(row) > this.maxColumns) return false;
      if (this.outputWidth >= 0 && width !== this.outputWidth) return false;
      if (output.mayBeHeader(row) || input.mayBeHeader(row)) return false;
    }
    template.records += 1;
    this.row = 0;
    this.rows = rows;
    this.overwritten = false;
    return true;
  }

  /** Hands out the next row of a line, output first. */
  private emit(): void {
    output.emit(this.row);
    input.emit(this.row);
    this.row += 1;
    // `line` is the next line already.
    cells.endRow(this.line - 1);
  }

  private toFront(i: i32): void {
    const template = unchecked(this.templates[i]);
    for (let k = i; k > 0; k--) unchecked((this.templates[k] = this.templates[k - 1]));
    unchecked((this.templates[0] = template));
  }
}

export const records = new Records();
