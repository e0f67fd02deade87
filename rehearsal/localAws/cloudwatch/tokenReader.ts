/** What is read, in the words of an error about it. */
interface Wording {
  /** Of the whole text, such as `AlarmRule`. */
  readonly text: string;
  /** Of what an operator stands between, such as `a term`. */
  readonly operand: string;
}

/** The tokens of a small language's text, taken one after the other. */
export class TokenReader {
  private readonly tokens: readonly string[];
  private at = 0;

  /** `pattern` is sticky and matches one token with the blanks before it. */
  constructor(
    private readonly wording: Wording,
    pattern: RegExp,
    text: string,
  ) {
    this.tokens = this.split(pattern, text.trim());
  }

  /** The token that would be taken; undefined at the end. */
  get next(): string | undefined {
    return this.tokens[this.at];
  }

  take(expected?: string): string {
    const token = this.tokens[this.at++];
    if (token !== undefined && (expected === undefined || token === expected)) return token;
    const found = token === undefined ? 'its end' : `'${token}'`;
    throw new Error(`${this.wording.text} has ${found} where ${expected ?? this.wording.operand} belongs`);
  }

  /** Refuses what is left; `belongs` says what could stand there. */
  end(belongs: string): void {
    if (this.next !== undefined) throw new Error(`${this.wording.text} has '${this.next}' where ${belongs} belongs`);
  }

  private split(pattern: RegExp, text: string): string[] {
    const found: string[] = [];
    for (let at = 0; at < text.length; at = pattern.lastIndex) {
      pattern.lastIndex = at;
      const [token] = pattern.exec(text) ?? [];
      if (token === undefined)
        throw new Error(`${this.wording.text} cannot be read from character ${at + 1}: ${text.slice(at).trim()}`);
      found.push(token.trim());
    }
    return found;
  }
}
