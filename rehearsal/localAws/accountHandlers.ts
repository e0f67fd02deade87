import { acceptParams, type Handlers } from './protocol/handlers';

/** Concurrent runs of Lambda functions that AWS grants an account by default ("Lambda quotas"). */
const concurrency = 1000;

/** What an account is granted, which moto does not return. The limits are AWS's defaults, whatever functions reserve. */
export const accountHandlers: Handlers = {
  'lambda:GetAccountSettings20160819': acceptParams([], () => ({
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: concurrency,
      UnreservedConcurrentExecutions: concurrency,
    },
    AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
  })),
};
