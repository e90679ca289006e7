import { bootstrap } from '@app/service';
import { AppModule } from './app.module';
import { GatewayConfig } from './config';
import { limitRequests } from './http/request-limits';
import { serveOpenApi } from './openapi/document';
import { serveErrorsPage } from './problems/errors-page';

void bootstrap({
  name: 'gateway',
  module: AppModule,
  config: GatewayConfig,
  setUp: (app) => {
    limitRequests(app);
    serveOpenApi(app);
    serveErrorsPage(app);
  },
});
