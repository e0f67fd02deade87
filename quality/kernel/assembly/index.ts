/** What the monitor calls: all addresses are bytes of this instance's memory, which one reading has for itself. */
import { addFields, cells } from './cells';
import { Column } from './column';
import { csv } from './csv';
import { lastValue, readValue } from './numbers';
import { records } from './records';
import { sortDoubles } from './sortDoubles';
import { Template } from './template';

let input: usize = 0;
let inputRoom: usize = 0;

/** Where so many bytes can be put, `kept` of which are there already; some more may be looked at. */
export function inputOf(bytes: usize, kept: usize): usize {
  if (input !== 0 && bytes <= inputRoom) return input;
  inputRoom = bytes + max(bytes >> 1, 1 << 16);
  const larger = heap.alloc(inputRoom + 64);
  memory.copy(larger, input, kept);
  // What is known of a row that is not at its end says where it lies.
  csv.move(input - larger);
  cells.drop(input - larger);
  input = larger;
  return input;
}

export function allocate(bytes: usize): usize {
  return heap.alloc(bytes);
}

export { lastValue, readValue, sortDoubles };

export function newColumn(): Column {
  return new Column();
}

export function watch(column: Column, start: usize, end: usize): void {
  column.texts.watch(start, end);
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

/** The registers of the estimate; 0 where each value was counted. */
export function registersOf(column: Column): usize {
  column.flush();
  return column.registers;
}

/** Values that are counted: all that were seen, or the watched ones. */
export function valueCountOf(column: Column): i32 {
  const texts = column.texts;
  return texts.overflowed ? texts.watched : texts.size;
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

/** Where a field begins and ends, one after the other (u32). */
export function placeOfField(field: i32): usize {
  return cells.at(field);
}

/** The rows were taken. */
export function dropRows(): void {
  cells.drop(0);
}

export function beginCsv(at: usize): void {
  csv.begin(at);
}

export function scanCsv(end: usize, last: bool): i32 {
  return csv.scan(end, last);
}

/** Moves the row that is not at its end, and what follows it up to `end`, to the beginning of the input; how many bytes. */
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

/** Fields of the row that is not at its end. */
export function openFields(): i32 {
  return cells.open;
}

export function csvRowLine(): f64 {
  return csv.rowLine;
}

export function limitColumns(most: i32): void {
  records.mostColumns = most;
}

export function newTemplate(holes: i32): Template {
  return new Template(holes);
}

export function learnTemplate(template: Template): void {
  records.learn(template);
}

export function addTemplatePart(template: Template, from: usize, length: usize, hole: i32): void {
  template.add(from, length, hole);
}

export function addTemplateRow(template: Template, side: i32, end: i32): void {
  template.addRow(side, end);
}

/** Says of what template the text of a side in base64 is. */
export function setTemplateText(template: Template, side: i32, text: Template): void {
  if (side === 0) template.outputText = text;
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
