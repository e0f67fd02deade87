import { isDeepStrictEqual } from 'node:util';
import type { FilePlace, LinePlaceInOrder } from '../record/noteList';
import type { ReadingPlan, SidePlan } from '../record/readingPlan';
import type { RecordNotes } from '../record/recordRows';
import { textOfLine } from '../source/captureLines';
import type { LineBlock, LineBytes } from '../source/lineReader';
import { MAX_TEMPLATES, Placeholder, RecordStatus, SideCode } from './assembly/codes';
import type { KernelInstance } from './program/kernelInstance';
import type { Address, Template } from './program/kernelProgram';
import { makeRecordTemplate, type RecordTemplate, type TextTemplate } from './recordTemplate';

/** Limits of template making: lines that are tried, and their bytes (scanning many escapes takes time and memory). */
const [maxAttempts, maxAttemptBytes] = [512, 1 << 26];
/** Templates of records whose custom attributes count: these may differ in every record, which would try each template in vain. */
const maxTemplatesByAttributes = 8;
const lineFeed = 0x0a;

/** A template in use. */
interface KnownTemplate {
  readonly template: RecordTemplate;
  readonly address: Template;
  /** Place of the record that it was made of. */
  readonly place: LinePlaceInOrder;
}

/**
 * Reads capture records that match a template of an earlier record, from their bytes: many times faster than JSON.parse
 * and what follows it. The rows are those of `recordRows`. Lines that match no template are left to the caller.
 */
export class TemplateReader {
  private readonly templates: KnownTemplate[] = [];
  private attempts = 0;
  private attemptBytes = 0;

  /** Rows with more than `maxColumns` columns are left to the caller. */
  constructor(
    private readonly instance: KernelInstance,
    private readonly plan: ReadingPlan,
    maxColumns: number,
  ) {
    const { program } = instance;
    program.limitColumns(maxColumns);
    program.expectOutputWidth(plan.output.width ?? -1);
    this.describeSide(SideCode.OUTPUT, plan.output);
    this.describeSide(SideCode.INPUT, plan.input);
  }

  /** What the records that were read show besides their rows: of each template, with the number of its records. */
  notes(): { readonly notes: RecordNotes; readonly place: LinePlaceInOrder; readonly records: number }[] {
    const { program } = this.instance;
    return this.templates.map(({ template: { notes }, address, place }) => {
      return { notes, place, records: program.recordsOfTemplate(address) };
    });
  }

  /**
   * Reads whole lines of a file. Returns how many there were. `onRows` is called when some records are in the kernel as rows, output
   * first, each with the number of its line; they are gone afterwards. `onOtherLine` gets each line that matches no template.
   */
  read(block: LineBlock, file: FilePlace, onRows: () => void, onOtherLine: (line: LineBytes) => void): number {
    const { instance } = this;
    const { program } = instance;
    const { bytes, start, end } = block;
    const input = instance.load(bytes.subarray(start, end), 0, 1);
    let last = input + end - start;
    if (bytes[end - 1] !== lineFeed) instance.bytes[last++] = lineFeed;
    program.beginRecords(input, block.line);
    for (;;) {
      const status: RecordStatus = program.scanRecords(last);
      if (program.rowCount() > 0) {
        onRows();
        program.dropRows();
      }
      if (status === RecordStatus.READ) return program.recordsLine() - block.line;
      if (status === RecordStatus.FULL) continue;
      const line = this.currentLine(block, input);
      // With a new template the kernel reads the same line once more.
      if (status === RecordStatus.UNKNOWN && this.addTemplateOf(line, file)) continue;
      onOtherLine(line);
      program.beginRecords(input + line.end - start + 1, line.line + 1);
    }
  }

  private currentLine({ bytes, start, end }: LineBlock, input: Address): LineBytes {
    const { program } = this.instance;
    const from = start + program.recordsAt() - input;
    const lineEnd = bytes.indexOf(lineFeed, from);
    return { bytes, start: from, end: lineEnd < 0 || lineEnd >= end ? end : lineEnd, line: program.recordsLine() };
  }

  /** Returns whether the line made a new template. */
  private addTemplateOf(line: LineBytes, file: FilePlace): boolean {
    const maxTemplates = this.plan.exclusion ? maxTemplatesByAttributes : MAX_TEMPLATES;
    if (this.attempts === maxAttempts || this.templates.length === maxTemplates) return false;
    const bytes = line.end - line.start;
    if (this.attemptBytes + bytes > maxAttemptBytes) return false;
    const text = textOfLine(line);
    // Lines that are not JSON may be long: don't spend an attempt on them.
    if (!text.trimEnd().endsWith('}')) return false;
    this.attempts += 1;
    this.attemptBytes += bytes;
    const template = makeRecordTemplate(text, this.plan);
    if (!template || this.templates.some((known) => isDeepStrictEqual(known.template, template))) return false;
    this.templates.push({ template, address: this.addToKernel(template), place: { ...file, line: line.line } });
    return true;
  }

  private describeSide(side: SideCode, { names: [name = ''], width, nullIsMissing }: SidePlan): void {
    const { program } = this.instance;
    const bytes = Buffer.from(name);
    const at = program.allocate(bytes.length);
    this.instance.bytes.set(bytes, at);
    program.describeSide(side, at, bytes.length, width === 1, nullIsMissing);
  }

  private addToKernel({ record, sides }: RecordTemplate): Template {
    const { program } = this.instance;
    const template = this.kernelTemplate(record);
    for (const { side, rowEnds = [], gaps = [], text } of sides) {
      for (const field of gaps) program.addTemplateGap(template, side, field);
      for (const end of rowEnds) program.addTemplateRow(template, side, end);
      if (text) program.setTemplateText(template, side, this.kernelTemplate(text));
    }
    program.addTemplate(template);
    return template;
  }

  private kernelTemplate({ parts, placeholders }: TextTemplate): Template {
    const { program } = this.instance;
    const template = program.newTemplate(placeholders.length);
    parts.forEach((part, i) => {
      const at = program.allocate(part.length);
      this.instance.bytes.set(part, at);
      // No placeholder follows the last part: the kernel ignores its number.
      program.addTemplatePart(template, at, part.length, placeholders[i] ?? Placeholder.STRING);
    });
    return template;
  }
}
