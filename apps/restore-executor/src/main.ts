import { bootstrap } from '@app/service';
import { RestoreExecutorModule } from './app.module';
import { RestoreExecutorConfig } from './config';

void bootstrap({ name: 'restore-executor', module: RestoreExecutorModule, config: RestoreExecutorConfig });
