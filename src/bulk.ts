export { terminateSessions, type TerminationRun } from './bulk/terminate-sessions.ts';
export type { BulkProgress, SessionTerminator, TargetSource, TerminateSessionsOptions } from './bulk/options.ts';
export type { Outcome, Target } from './bulk/target.ts';
