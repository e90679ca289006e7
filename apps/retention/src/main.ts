import { bootstrap } from '@app/service';
import { RetentionModule } from './app.module';
import { RetentionConfig } from './config';

void bootstrap({ name: 'retention', module: RetentionModule, config: RetentionConfig });
