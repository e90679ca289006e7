import { Controller } from '@nestjs/common';
import {
  ExpireBackups,
  type ExpireBackupsAnswer,
  type ExpireBackupsRequest,
  KnownObjectsOf,
  type KnownObjectsPage,
  type KnownObjectsRequest,
} from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { BackupExpiry } from './backup-expiry';
import { KnownObjects } from './known-objects';

/** Does what retention has decided, where the catalog allows it, and tells it what the catalog knows. */
@Controller()
export class RetentionRpc {
  constructor(
    private readonly expiry: BackupExpiry,
    private readonly objects: KnownObjects,
  ) {}

  @RpcHandler(ExpireBackups)
  expire(request: ExpireBackupsRequest): Promise<ExpireBackupsAnswer> {
    return this.expiry.expire(request);
  }

  @RpcHandler(KnownObjectsOf)
  knownObjects(request: KnownObjectsRequest): Promise<KnownObjectsPage> {
    return this.objects.page(request);
  }
}
