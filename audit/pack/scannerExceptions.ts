/** A check of a security scanner that looks for Model Monitor only, and the text of an exception for it. */
export interface ScannerException {
  readonly scanner: string;
  /** Id of the check. */
  readonly check: string;
  /** What the check looks for. */
  readonly looksFor: string;
  /** Reason for the exception. */
  readonly reason: string;
  /** Where the monitoring that replaces it is shown. */
  readonly evidence: readonly string[];
  readonly source: string;
}

/**
 * Checks that fail for endpoints with the engine `analyzer`. The other scanners with checks on Model Monitor look at the settings
 * of what exists, so they find nothing about such an endpoint and need no exception: Security Hub's controls SageMaker.9 to
 * SageMaker.15, SageMaker.20, SageMaker.22 and SageMaker.25 ("Security Hub controls for SageMaker" of its user guide),
 * and Checkov's checks on the encryption of data quality job definitions.
 */
export const scannerExceptions: readonly ScannerException[] = [
  {
    scanner: 'Prowler',
    check: 'sagemaker_models_monitor_enabled',
    looksFor: 'a monitoring schedule of SageMaker in the state Scheduled in each region',
    reason:
      "The endpoints are monitored by the analyzer of the stack, which reads the same captures and writes reports in Model Monitor's format. It has a schedule of EventBridge Scheduler instead of one of SageMaker, and an alarm that is raised when a run or its captures are missing.",
    evidence: [
      'reports/<endpoint>/schema=<version>/<monitor>/analyzer/ in the store: a report for each window',
      'schedules-running in controls.json: nobody stopped or changed a schedule outside the deployment',
      'alarms <severity>.<stack>.<endpoint>.silence: raised when runs or captures are missing',
    ],
    source:
      'https://github.com/prowler-cloud/prowler/blob/master/prowler/providers/aws/services/sagemaker/sagemaker_models_monitor_enabled/sagemaker_models_monitor_enabled.py',
  },
];
