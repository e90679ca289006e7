import { bootstrap, ServiceConfig } from '@app/service';
import { RetentionModule } from './app.module';

void bootstrap({ name: 'retention', module: RetentionModule, config: ServiceConfig });
