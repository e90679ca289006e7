import { bootstrap } from '@app/service';
import { NotifierModule } from './app.module';
import { NotifierConfig } from './config';

void bootstrap({ name: 'notifier', module: NotifierModule, config: NotifierConfig });
