import { cells } from './cells';
import { input, output } from './side';
import { readEncoded, Template } from './template';

/** Templates that are tried, the one that fitted last first. */
const MOST_TEMPLATES: i32 = 8;

/** How a scan ended. */
const READ: i32 = 0;
const FULL: i32 = 1;
const UNUSUAL: i32 = 2;
/** As unusual, but its bytes were changed: nothing can be learnt from them here. */
const SPOILT: i32 = 3;

/** Reads lines that look like one that was read before; whatever is unusual it leaves alone. */
class Records {
  /** Where to go on: where a line begins. */
  at: usize = 0;
  line: f64 = 1;
  private templates: StaticArray<Template | null> = new StaticArray<Template | null>(MOST_TEMPLATES);
  private count: i32 = 0;
  /** A row of more fields is left alone. */
  mostColumns: i32 = 0;
  /** The rows of the line before this place, of which those from `row` on are not handed out yet. */
  private row: i32 = 0;
  private rows: i32 = 0;
  /** Whether bytes of the line were decoded that is unusual after all. */
  private spoilt: bool = false;

  /** Tries this template from now on, first. There may be eight. */
  learn(template: Template): void {
    this.templates[this.count] = template;
    this.toFront(this.count);
    this.count += 1;
  }

  /** Reads lines up to `end`, each with its line feed, until there are enough rows to take, or a line is unusual. */
  scan(end: usize): i32 {
    while (true) {
      while (this.row < this.rows) {
        if (cells.full) return FULL;
        this.emit();
      }
      if (this.at === end) return READ;
      const next = this.read(this.at, end);
      if (next === 0) return this.spoilt ? SPOILT : UNUSUAL;
      this.at = next;
      this.line += 1;
    }
  }

  /** Goes on behind a line that was unusual. */
  begin(at: usize, line: f64): void {
    this.at = at;
    this.line = line;
    this.row = 0;
    this.rows = 0;
    this.spoilt = false;
  }

  /** Reads a line; where the next one begins, or 0 when there is anything unusual about it. */
  private read(line: usize, end: usize): usize {
    for (let i = 0; i < this.count; i++) {
      const template = <Template>unchecked(this.templates[i]);
      const next = template.read(line, end);
      if (next === 0) continue;
      if (i > 0) this.toFront(i);
      return this.takes(template) ? next : 0;
    }
    return 0;
  }

  private takes(template: Template): bool {
    this.spoilt = output.encoded !== 0 || input.encoded !== 0;
    if (!readEncoded(output, template.outputText) || !readEncoded(input, template.inputText)) return false;
    const rows = template.hasInput ? input.rows : output.rows;
    // Another number of rows is an error, or a column of predictions.
    if (rows === 0 || (template.hasOutput && output.rows !== rows)) return false;
    for (let row = 0; row < rows; row++) {
      if (output.widthOf(row) + input.widthOf(row) > this.mostColumns) return false;
    }
    this.row = 0;
    this.rows = rows;
    this.spoilt = false;
    return true;
  }

  /** Hands out the next row of a line, output first. */
  private emit(): void {
    output.emit(this.row);
    input.emit(this.row);
    this.row += 1;
    // Behind the line already.
    cells.endRow(this.line - 1);
  }

  private toFront(i: i32): void {
    const template = unchecked(this.templates[i]);
    for (let k = i; k > 0; k--) unchecked((this.templates[k] = this.templates[k - 1]));
    unchecked((this.templates[0] = template));
  }
}

export const records = new Records();
