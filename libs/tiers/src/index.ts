export * from './initial-tier';
export * from './periods';
export * from './tier-rules';
