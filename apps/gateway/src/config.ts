import { IsBoolean, IsOptional, IsString } from 'class-validator';
import { SecretServiceConfig, Setting } from '@app/service';

/** The settings of the gateway: those of every service that seals secrets, and its own. */
export class GatewayConfig extends SecretServiceConfig {
  @Setting({
    env: 'STRONGROOM_BOOTSTRAP_TOKEN_FILE',
    doc: 'File that gets the admin token of a new installation, readable by its owner only. Without it the token is printed once on stdout.',
    optional: true,
  })
  @IsOptional()
  @IsString()
  bootstrapTokenFile?: string;

  @Setting({
    env: 'VERIFY_AFTER_UPLOAD',
    doc: 'Whether every backup is read back from its storage and compared with its manifest.',
    default: true,
  })
  @IsBoolean()
  verifyAfterUpload: boolean;
}
