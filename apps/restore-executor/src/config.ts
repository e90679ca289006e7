import { ExecutorConfig } from '@app/executor';

export class RestoreExecutorConfig extends ExecutorConfig {}
