export * from './vocabulary';
export * from './message';
export * from './shared-payloads';
export * from './backup-messages';
export * from './restore-messages';
export * from './task-messages';
export * from './directory-messages';
export * from './streams';
