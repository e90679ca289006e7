export { startServiceNats, type ServiceNats } from './service-nats';
export { startServiceApp, type ServiceAppOptions } from './service-app';
export { backupRun, backupStarted, ENVIRONMENT, ORGANIZATION } from './payloads';
export { closedGate, eventually } from './eventually';
