import { bootstrap, ServiceConfig } from '@app/service';
import { NotifierModule } from './app.module';

void bootstrap({ name: 'notifier', module: NotifierModule, config: ServiceConfig });
