import { bootstrap, ServiceConfig } from '@app/service';
import { SchedulerModule } from './app.module';

void bootstrap({ name: 'scheduler', module: SchedulerModule, config: ServiceConfig });
