import { bootstrap } from '@app/service';
import { BackupExecutorModule } from './app.module';
import { BackupExecutorConfig } from './config';

void bootstrap({ name: 'backup-executor', module: BackupExecutorModule, config: BackupExecutorConfig });
