import { shownText } from '../../contract/shownText';

/** The values of one line; a blank line has none. */
type CsvLine = readonly string[];

/** CSV that cannot be read. The message is one clause. */
class CsvError extends Error {
  override readonly name = 'CsvError';
}

/**
 * Splits CSV into lines and values. A line ends in LF, CRLF or CR, and what follows the last line end is a line too. A value
 * that begins with a quote ends at the next one and may contain commas, line ends and doubled quotes (RFC 4180); quotes
 * within other values are characters of them, as Python, pandas and Spark read them. A text that is not CSV in this sense
 * is read once more with quotes escaped by a backslash, as Spark writes them. Throws an Error with one clause.
 */
export function csvLines(text: string): CsvLine[] {
  if (!text.includes('"')) return text.split(/\r\n|\n|\r/).map((line) => (line === '' ? [] : line.split(',')));
  try {
    return new CsvText(text, false).lines();
  } catch (error) {
    if (!(error instanceof CsvError) || !text.includes('\\"')) throw error;
    try {
      return new CsvText(text, true).lines();
    } catch {
      throw error;
    }
  }
}

class CsvText {
  private at = 0;
  private row = 1;

  constructor(
    private readonly text: string,
    /** Whether a backslash within quotes makes the next character a plain one. */
    private readonly hasEscapes: boolean,
  ) {}

  lines(): CsvLine[] {
    const lines: CsvLine[] = [];
    for (;;) {
      const start = this.at;
      const values = this.values();
      const isBlank = this.at === start;
      lines.push(isBlank ? [] : values);
      if (this.at === this.text.length) return lines;
      this.at += this.text.startsWith('\r\n', this.at) ? 2 : 1;
      this.row += 1;
    }
  }

  private values(): string[] {
    const values: string[] = [];
    for (;;) {
      values.push(this.text[this.at] === '"' ? this.quoted(values.length + 1) : this.plain());
      if (this.text[this.at] !== ',') return values;
      this.at += 1;
    }
  }

  private plain(): string {
    const start = this.at;
    const end = /[,\r\n]/g;
    end.lastIndex = start;
    this.at = end.exec(this.text)?.index ?? this.text.length;
    return this.text.slice(start, this.at);
  }

  private quoted(column: number): string {
    const start = this.at;
    const parts: string[] = [];
    const special = this.hasEscapes ? /["\\]/g : /"/g;
    for (let from = start + 1; ; from = special.lastIndex) {
      special.lastIndex = from;
      const match = special.exec(this.text);
      if (!match) throw this.problem(column, start, 'a quote that is never closed');
      parts.push(this.text.slice(from, match.index));
      const next = this.text[match.index + 1];
      if (match[0] === '"' && next !== '"') {
        this.at = match.index + 1;
        break;
      }
      parts.push(next ?? '');
      special.lastIndex = match.index + 2;
    }
    const after = this.text[this.at];
    if (after === undefined || after === ',' || after === '\r' || after === '\n') return parts.join('');
    throw this.problem(column, start, `${JSON.stringify(after)} after the closing quote`);
  }

  private problem(column: number, start: number, what: string): CsvError {
    const value = shownText(this.text.slice(start));
    return new CsvError(
      `row ${this.row}, column ${column}: ${what}; quote the whole value and double the quotes inside (value: ${value})`,
    );
  }
}
