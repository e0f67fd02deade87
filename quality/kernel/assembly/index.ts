/** The kernel's exports. Addresses are bytes of this instance's memory; each reading of files has its own instance. */
import { addFields, cells } from './cells';
import { SideCode } from './codes';
import { Column } from './column';
import { csv } from './csv';
import { lastValue, readValue } from './numbers';
import { records } from './records';
import { input as inputSide, output } from './side';
import { Template } from './template';

let input: usize = 0;
let inputRoom: usize = 0;

/** Address of a buffer for so many bytes, the first `kept` of which stay. Up to 64 bytes after them can be read. */
export function inputOf(bytes: usize, kept: usize): usize {
  if (input !== 0 && bytes <= inputRoom) return input;
  inputRoom = bytes + max(bytes >> 1, 1 << 16);
  const larger = heap.alloc(inputRoom + 64);
  memory.copy(larger, input, kept);
  // The fields of the row that is not complete yet are addresses.
  csv.move(input - larger);
  cells.drop(input - larger);
  input = larger;
  return input;
}

export function allocate(bytes: usize): usize {
  return heap.alloc(bytes);
}

export { lastValue, readValue };

export function newColumn(): Column {
  return new Column();
}

export function track(column: Column, start: usize, end: usize): void {
  column.texts.track(start, end);
}

export function addMissing(column: Column): void {
  column.missing += 1;
}

export function addText(column: Column, start: usize, end: usize): void {
  const type = readValue(start, end);
  column.add(start, end, type, lastValue());
}

export { addFields };

/** The column's counts of missing values and of each type, one after the other (f64). */
export function countsOf(column: Column): usize {
  return changetype<usize>(column) + offsetof<Column>('missing');
}

/** Sum, count, minimum, maximum, average and m2, one after the other (f64). */
export function momentsOf(column: Column): usize {
  column.flush();
  return changetype<usize>(column.moments);
}

export function levelCountOf(column: Column): i32 {
  column.flush();
  return column.sketch.levelCount;
}

export function levelItemsOf(column: Column, level: i32): usize {
  return column.sketch.level(level).items;
}

export function levelSizeOf(column: Column, level: i32): i32 {
  return column.sketch.level(level).count;
}

export function hasOverflowed(column: Column): bool {
  return column.texts.overflowed;
}

/** The registers of the estimate; 0 if each value was counted. */
export function registersOf(column: Column): usize {
  column.flush();
  return column.registers;
}

/** Number of counted values: all, or the tracked ones after an overflow. */
export function valueCountOf(column: Column): i32 {
  const texts = column.texts;
  return texts.overflowed ? texts.tracked : texts.size;
}

export function valueRowsOf(column: Column, value: i32): f64 {
  return column.texts.rowsOf(value);
}

export function valueStartOf(column: Column, value: i32): usize {
  return column.texts.startOf(value);
}

export function valueLengthOf(column: Column, value: i32): usize {
  return column.texts.lengthOf(value);
}

export function rowCount(): i32 {
  return cells.rows;
}

export function firstsOfRows(): usize {
  return cells.firsts;
}

export function linesOfRows(): usize {
  return cells.lines;
}

/** Start and end of a field, one after the other (u32). */
export function boundsOfField(field: i32): usize {
  return cells.at(field);
}

/** Forgets the rows, which were handed out. */
export function dropRows(): void {
  cells.drop(0);
}

/** Begins a CSV whose separator is this byte. */
export function beginCsv(at: usize, separator: i32): void {
  csv.begin(at, <u8>separator);
}

export function scanCsv(end: usize, last: bool): i32 {
  return csv.scan(end, last);
}

/** Moves the row that is not complete yet, up to `end`, to the beginning of the input. Returns its number of bytes. */
export function keepCsvRow(end: usize): usize {
  const moved = csv.rowStart - input;
  const kept = end - csv.rowStart;
  if (moved > 0) memory.copy(input, csv.rowStart, kept);
  csv.move(moved);
  cells.drop(moved);
  return kept;
}

export function csvLine(): f64 {
  return csv.line;
}

/** Fields of the row that is not complete yet. */
export function openFields(): i32 {
  return cells.open;
}

export function csvRowLine(): f64 {
  return csv.rowLine;
}

export function limitColumns(maximum: i32): void {
  records.maxColumns = maximum;
}

export function newTemplate(placeholders: i32): Template {
  return new Template(placeholders);
}

export function addTemplate(template: Template): void {
  records.addTemplate(template);
}

export function addTemplatePart(template: Template, from: usize, length: usize, placeholder: i32): void {
  template.add(from, length, placeholder);
}

/** Sets what is known of a side: the first column's name, 0 if its columns are not known, and whether it is the only one. */
export function describeSide(code: i32, name: usize, length: usize, single: bool, nullIsMissing: bool): void {
  const side = code === SideCode.OUTPUT ? output : inputSide;
  side.name = name;
  side.nameLength = length;
  side.single = single;
  side.nullIsMissing = nullIsMissing;
}

/** Leaves records whose output has another number of columns to the caller. */
export function expectOutputWidth(width: i32): void {
  records.outputWidth = width;
}

/** Adds a field of a JSON side that the record does not have: a missing value. */
export function addTemplateGap(template: Template, side: i32, field: i32): void {
  template.addGap(side, field);
}

/** The records that were read with a template. */
export function recordsOfTemplate(template: Template): f64 {
  return template.records;
}

export function addTemplateRow(template: Template, side: i32, end: i32): void {
  template.addRow(side, end);
}

/** Sets the template of the decoded text of a side in base64. */
export function setTemplateText(template: Template, side: i32, text: Template): void {
  if (side === SideCode.OUTPUT) template.outputText = text;
  else template.inputText = text;
}

export function beginRecords(at: usize, line: f64): void {
  records.begin(at, line);
}

export function scanRecords(end: usize): i32 {
  return records.scan(end);
}

export function recordsAt(): usize {
  return records.at;
}

export function recordsLine(): f64 {
  return records.line;
}
