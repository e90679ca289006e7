import { Controller } from '@nestjs/common';
import { ExpireBackups, type ExpireBackupsAnswer, type ExpireBackupsRequest } from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { BackupExpiry } from './backup-expiry';

/** Does what retention has decided, where the catalog allows it. */
@Controller()
export class RetentionRpc {
  constructor(private readonly expiry: BackupExpiry) {}

  @RpcHandler(ExpireBackups)
  expire(request: ExpireBackupsRequest): Promise<ExpireBackupsAnswer> {
    return this.expiry.expire(request);
  }
}
