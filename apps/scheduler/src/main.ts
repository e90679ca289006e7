import { bootstrap } from '@app/service';
import { SchedulerModule } from './app.module';
import { SchedulerConfig } from './config';

void bootstrap({ name: 'scheduler', module: SchedulerModule, config: SchedulerConfig });
