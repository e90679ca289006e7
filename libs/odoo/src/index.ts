export type { Shell, ShellCommand, ShellProcess, StartOptions, ExitStatus } from './shell';
export { openLocalShell } from './local-shell';
export { openSshShell } from './ssh-shell';
export type { SshSettings } from './ssh-connection';
export { containerShell } from './container-shell';
export type { ConnectOptions, EnvironmentTarget } from './environment-target';
export type {
  DatabaseFacts,
  DatabaseTraits,
  DumpCompression,
  DumpCompressionMethod,
  LocaleProvider,
} from './database-facts';
export type { Disk, LoadLimits, LoadNeeds, LoadPlan } from './database-load';
export type { AttachmentRow, DatabaseSnapshot } from './database-snapshot';
export type { Neutralization } from './neutralize/neutralize-database';
export type { SqlHook } from './sql-hook';
export type { RestoreSink, SinkStream, SourceStream } from './streams';
export { bothSides } from './both-sides';
export { openLocalDumpReader, type LocalDumpReader } from './dump-reader';
export { openDumpScript, type DumpScript } from './dump-script';
export type { WebAnswer, WebOutcome, WebPatience } from './web/web-check';
export { OdooEnvironment } from './odoo-environment';
export { connectEnvironment } from './connect-environment';
export type { Room } from './room';
export type { DatabaseSwap } from './swap';
export type { WorkloadState } from './workload';
export { SqlGate } from './plain-sql/sql-gate';
