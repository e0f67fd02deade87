import type { Command } from 'commander';
import { addExitCodes } from '../terminal/exitCodes';
import { parseHour, sharedOptions } from '../terminal/options';
import { detectSchema } from './captureDetect';
import { mergeCaptures } from './captureMerge';
import { replayCaptures } from './captureReplay';

/** Adds the commands `capture ...`. */
export function addCaptureCommands(program: Command): void {
  const capture = program.command('capture').description('inspect, merge and replay captures');
  addDetect(capture);
  addMerge(capture);
  addReplay(capture);
}

function addDetect(capture: Command): void {
  const detect = capture
    .command('detect')
    .description('find the schema version of captures; for an unknown shape, list the changes and propose a version')
    .requiredOption(...sharedOptions.captures)
    .option('--schemas <folder>', 'folder with the known versions v1.yaml, v2.yaml, ..., such as schemas/churn')
    .option(
      '--store <address>',
      'store to read the known versions from: s3://<bucket>, or a folder with the same layout',
    )
    .option('--endpoint <name>', 'endpoint to read the known versions of (with --store)')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.from)
    .option(...sharedOptions.to)
    .option(...sharedOptions.json)
    .action(detectSchema);
  addExitCodes(detect, {
    success: 'known schema version',
    findings: 'unknown shape',
    empty: 'no readable captures',
    rejects: 'known schema version, but more than 5 % of the captures were rejected',
  });
}

function addMerge(capture: Command): void {
  const merge = capture
    .command('merge')
    .description('merge captures with ground truth')
    .requiredOption(...sharedOptions.captures)
    .requiredOption('--truth <path...>', 'ground truth files, or folders to search for *.jsonl and *.jsonl.gz')
    .option(...sharedOptions.from)
    .option(...sharedOptions.to)
    .option('--sla <yaml>', 'SLA whose groundTruthHours to check (default: no limit)')
    .option('--out <folder>', 'new or empty folder for the merged captures', 'out/merged')
    .option(...sharedOptions.json)
    .action(mergeCaptures);
  addExitCodes(merge, {
    success: 'every capture has ground truth, and all ground truth a capture',
    findings: 'merged, but records are unmatched, replaced or rejected, or ground truth is later than the SLA allows',
    empty: 'nothing to merge',
  });
}

function addReplay(capture: Command): void {
  const replay = capture
    .command('replay')
    .description('copy local captures into a store, shifted to another time; nothing is overwritten')
    .requiredOption('--captures <path...>', 'folders laid out <endpoint>/<variant>/yyyy/mm/dd/hh, or files in them')
    .requiredOption(...sharedOptions.store)
    .requiredOption('--endpoint <name>', 'target endpoint')
    .requiredOption('--schema <version>', 'schema version of the captures, such as v1')
    .requiredOption('--start <hour>', 'hour to shift the first hour to, UTC, such as 2026-11-27T08', parseHour)
    .option(
      '--schema-file <yaml>',
      "file of that schema (default: the store's registry, else schemas/<endpoint>/<version>.yaml)",
    )
    .option('--any-shape', 'also copy captures that do not match the schema, to rehearse a broken producer', false)
    .option('--new-ids', 'give each record a new event id, made from the old one and the new hour', false)
    .option('--dry-run', 'print what would be written, without writing', false)
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(replayCaptures);
  addExitCodes(replay, {
    success: 'replayed',
    error: 'invalid options, captures of another shape, or existing objects with other content',
    findings: 'replayed, but lines without a time were copied unchanged',
    empty: 'nothing to replay',
  });
}
