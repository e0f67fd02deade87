import type { Command } from 'commander';
import { tableFilesHelp, tableOptions } from '../input/tableFiles';
import { addExitCodes } from '../terminal/exitCodes';
import { parseHour, parseScheduleHours, parseWhole, sharedOptions } from '../terminal/options';
import { backfillWindows } from './monitorBackfill';
import { migrateEndpoint } from './monitorMigrate';
import { runMonitor } from './monitorRun';
import { listStaleHours } from './monitorStale';
import { showTrends } from './monitorTrends';
import { trendQueryNames } from './trendQuery';

/** Adds the commands `monitor ...`. */
export function addMonitorCommands(program: Command): void {
  const monitor = program.command('monitor').description('run the monitor on this machine');
  addRun(monitor);
  addBackfill(monitor);
  addMigrate(monitor);
  addStale(monitor);
  addTrends(monitor);
}

function addRun(monitor: Command): void {
  const run = monitor
    .command('run')
    .description('compare captures, or a table, with a baseline and write a report')
    .option(...sharedOptions.captures)
    .option(...sharedOptions.store)
    .option('--endpoint <name>', 'endpoint to read captures for, with --store')
    .option('--schema <version>', 'schema version of the captures, such as v1, with --store')
    .option('--variant <name>', 'variant to read captures for, with --store (default: all variants together)')
    .option('--batch <address>', 'captures of batch transform jobs: s3://<bucket>/<prefix> or a folder')
    .option('--objects <folder>', 'local copy of the buckets that the manifests name, with --batch (default: S3)')
    .option('--data <path...>', tableFilesHelp('tables to check instead of captures: files'))
    .option('--no-header', 'the tables have no header row; their columns are in the order of the baseline, with --data')
    .option(...tableOptions.predictionLast)
    .option(...tableOptions.separator)
    .option(...tableOptions.encoding)
    .requiredOption('--baseline <id>', 'id of a baseline in the store, or its folder or s3:// address')
    .option(...sharedOptions.from)
    .option(...sharedOptions.to)
    .option(
      '--every <hours>',
      'hours between two runs of the schedule, to find late files, with --store (default: 1)',
      parseScheduleHours,
    )
    .option('--sla <yaml>', "SLA with rejectedShare and minimumRows (default: those of the baseline's SLA)")
    .option('--calibration <file>', 'calibration to judge alarms by (default: the approved one of the baseline)')
    .option('--out <folder>', 'folder of the report', 'out/monitor')
    .option('--upload', 'also upload the report, as that of an on-demand run, with --store', false)
    .option('--strict', 'also run the range and non-negative checks that Model Monitor skips', false)
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(runMonitor);
  addExitCodes(run, {
    success: 'no violations',
    findings: 'violations',
    empty: 'nothing to compare',
    rejects: 'too much of the window was rejected',
  });
}

function addBackfill(monitor: Command): void {
  const backfill = monitor
    .command('backfill')
    .description('compute past windows of the analyzer, and write the reports that its function would write')
    .requiredOption(...sharedOptions.store)
    .option('--endpoint <name...>', 'endpoints to compute (default: all with engine analyzer)')
    .requiredOption('--from <hour>', 'first hour of the windows, UTC, such as 2026-11-02T08', parseHour)
    .option('--to <hour>', 'hour to stop before, UTC (default: the current hour)', parseHour)
    .option('--parallel <count>', 'windows to compute at a time', parseWhole(1, 64), 4)
    .option('--again', 'also compute windows whose last run read the same captures', false)
    .option(
      '--wait <seconds>',
      'seconds to wait for a run of the function on the same endpoint',
      parseWhole(0, 3600),
      120,
    )
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(backfillWindows);
  addExitCodes(backfill, {
    success: 'no violations in the computed windows',
    findings: 'a computed window has violations or no usable row',
    empty: 'no window with captures',
  });
}

function addMigrate(monitor: Command): void {
  const migrate = monitor
    .command('migrate')
    .description('compare the analyzer with the reports of a managed monitoring schedule, on the same windows')
    .argument('<endpoint>', 'endpoint of the schedule')
    .option('--schedule <name>', 'monitoring schedule (default: the only one of the endpoint)')
    .option(
      '--baseline <address>',
      "folder or s3:// prefix of statistics.json and constraints.json (default: the schedule's)",
    )
    .option('--captures <address>', "folder or s3:// prefix with <variant>/yyyy/mm/dd/hh (default: the endpoint's)")
    .option('--reports <address>', "folder or s3:// prefix with yyyy/mm/dd/hh (default: the schedule's)")
    .option(
      '--schema-file <yaml>',
      'capture schema of the stack (default: columns by position, as Model Monitor reads them)',
    )
    .option('--every <hours>', 'hours between two runs, without a schedule', parseScheduleHours, 1)
    .option('--hours <count>', 'compare the windows of the last hours', parseWhole(1, 8760))
    .option(...sharedOptions.from)
    .option(...sharedOptions.to)
    .option('--out <folder>', "also write the schedule's baseline files to this folder")
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(migrateEndpoint);
  addExitCodes(migrate, {
    success: 'no differences',
    findings: 'at least one difference',
    empty: 'no report in the span',
  });
}

function addStale(monitor: Command): void {
  const stale = monitor
    .command('stale')
    .description('list hours whose report predates one of their captures')
    .requiredOption(...sharedOptions.store)
    .requiredOption('--endpoint <name>', 'endpoint to check')
    .requiredOption('--schema <version>', 'schema version of its captures, such as v1')
    .option(...sharedOptions.from)
    .option(...sharedOptions.to)
    .option('--every <hours>', 'hours that a report without a summary covers', parseScheduleHours, 1)
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(listStaleHours);
  addExitCodes(stale, {
    success: 'no stale hours',
    findings: 'at least one stale hour',
    empty: 'no captures in the window',
  });
}

function addTrends(monitor: Command): void {
  const trends = monitor
    .command('trends')
    .description('show drift and completeness of features over time, or a saved query over all endpoints')
    .option(...sharedOptions.store)
    .option('--tables', 'read the tables of the store with DuckDB, instead of its summaries', false)
    .option('--athena <stack>', "read the tables with Athena, in the stack's workgroup, instead of a store")
    .option('--endpoint <name>', 'endpoint to show')
    .option('--schema <version>', 'schema version of its captures, such as v1')
    .option('--query <name>', `saved query to run over the tables: ${trendQueryNames.join(', ')}`)
    .option(...sharedOptions.from)
    .option(...sharedOptions.to)
    .option('--feature <name...>', 'features to show (default: all)')
    .option('--html <file>', 'also write an HTML page with plots; missing folders are created')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(showTrends);
  addExitCodes(trends, { success: 'shown', empty: 'no summary in the span, or no row' });
}
