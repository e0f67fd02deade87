import { textOfLine } from '../source/captureLines';
import type { LineBlock, LineBytes } from '../source/lineReader';
import type { Address, Kernel } from './kernel';
import type { CutText, Hole } from './recordBody';
import { RecordTemplate } from './recordTemplate';

/** Templates that the kernel holds, and lines of which one may be made. */
const [mostTemplates, mostTries] = [8, 64];
const lineFeed = 0x0a;

/** How a scan of the kernel ended, where there are not just rows to take. */
const [read, unusual, spoilt] = [0, 2, 3];
/** The kernel's numbers of the sides and holes. */
const [sideNumbers, other, encoded, scalars] = [{ output: 0, input: 1 } as const, 2, 4, 6];

/**
 * Reads capture records that look like one that was read before, from their bytes: many times faster than JSON.parse
 * and what follows it. What it reads is what `recordRows` would give; whatever is unusual it leaves to that.
 */
export class UsualRecords {
  private readonly templates: RecordTemplate[] = [];
  private tries = 0;

  /** `names` are the baseline's columns. A row of more than `mostColumns` columns is unusual. */
  constructor(
    private readonly kernel: Kernel,
    private readonly names: readonly string[],
    mostColumns: number,
  ) {
    kernel.program.limitColumns(mostColumns);
  }

  /**
   * Reads whole lines, and says how many there were. `take` is called when the kernel has some as its rows, output first,
   * each with the number of its line; they are gone afterwards. `leave` gets a line that is not a usual one.
   */
  read(block: LineBlock, take: () => void, leave: (line: LineBytes) => void): number {
    const { kernel } = this;
    const { program } = kernel;
    const { bytes, start, end } = block;
    const input = kernel.load(bytes.subarray(start, end), 0, 1);
    let last = input + end - start;
    if (bytes[end - 1] !== lineFeed) kernel.bytes[last++] = lineFeed;
    program.beginRecords(input, block.line);
    for (;;) {
      const status = program.scanRecords(last);
      if (program.rowCount() > 0) {
        take();
        program.dropRows();
      }
      if (status === read) return program.recordsLine() - block.line;
      if (status === unusual || status === spoilt) this.leave(block, input, status === unusual, leave);
    }
  }

  /** Learns from the line that the kernel is at, where it can read it once more, or hands it out. */
  private leave(
    { bytes, start, end }: LineBlock,
    input: Address,
    readable: boolean,
    leave: (line: LineBytes) => void,
  ): void {
    const { program } = this.kernel;
    const from = start + program.recordsAt() - input;
    const found = bytes.indexOf(lineFeed, from);
    const to = found < 0 || found >= end ? end : found;
    const line = { bytes, start: from, end: to, line: program.recordsLine() };
    if (readable && this.learn(line)) return;
    leave(line);
    program.beginRecords(input + to - start + 1, line.line + 1);
  }

  /** Learns what usual records look like from a line that is none so far; whether it learnt anything. */
  private learn(line: LineBytes): boolean {
    if (this.tries === mostTries || this.templates.length === mostTemplates) return false;
    const text = textOfLine(line);
    // A line of nonsense may be long: it is not worth a try.
    if (!text.trimEnd().endsWith('}')) return false;
    this.tries += 1;
    const template = RecordTemplate.of(text, this.names);
    if (!template || this.templates.some((known) => known.equals(template))) return false;
    this.templates.push(template);
    this.teach(template);
    return true;
  }

  private teach({ record, bodies }: RecordTemplate): void {
    const { program } = this.kernel;
    const template = this.given(record);
    for (const { side, ends = [], text } of bodies) {
      for (const end of ends) program.addTemplateRow(template, sideNumbers[side], end);
      if (text) program.setTemplateText(template, sideNumbers[side], this.given(text));
    }
    program.learnTemplate(template);
  }

  private given({ parts, holes }: CutText): Address {
    const { program } = this.kernel;
    const template = program.newTemplate(holes.length);
    parts.forEach((part, i) => {
      const at = program.allocate(part.length);
      this.kernel.bytes.set(part, at);
      program.addTemplatePart(template, at, part.length, holeNumber(holes[i] ?? 'other'));
    });
    return template;
  }
}

function holeNumber(hole: Hole): number {
  if (hole === 'other') return other;
  if (typeof hole === 'string') return sideNumbers[hole];
  return (hole.field === undefined ? encoded : scalars + 2 * hole.field) + sideNumbers[hole.side];
}
