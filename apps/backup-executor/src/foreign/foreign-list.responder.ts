import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { foreignLayout, isPlanaFilestore, planaBackup, planaDumpOf } from '@app/archive';
import { type ForeignFind, type ForeignListAnswer, ForeignListOf, type ForeignListRequest } from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { openStorageAccess, SecretBox } from '@app/secrets';
import { type ObjectStat, openStore } from '@app/storage';
import { BackupExecutorConfig } from '../config';

const MOST_OBJECTS = 100_000;
const MOST_FINDS = 1000;

/** Lists for the gateway what lies in a storage and could be imported: no pair with a manifest of ours. Nothing is read but the list. */
@Controller()
export class ForeignListResponder {
  constructor(
    private readonly config: BackupExecutorConfig,
    private readonly secrets: SecretBox,
  ) {}

  @RpcHandler(ForeignListOf)
  async list(@Payload() { storage, prefix }: ForeignListRequest): Promise<ForeignListAnswer> {
    const store = openStore(openStorageAccess(storage, this.secrets), this.config.storageOptions);
    const filestores = new Map<string, number>();
    const objects: ObjectStat[] = [];
    const ours = new Set<string>();
    let seen = 0;
    try {
      for await (const object of store.list(prefix)) {
        if ((seen += 1) > MOST_OBJECTS) break;
        const made = object.key.endsWith('.json') ? planaDumpOf(object.key) : undefined;
        if (made !== undefined) ours.add(made);
        else if (isPlanaFilestore(object.key)) filestores.set(object.key, object.sizeBytes);
        else if (foreignLayout(object.key)) objects.push(object);
      }
    } finally {
      await store.close();
    }
    const foreign = objects.filter(({ key }) => !ours.has(key));
    const finds = foreign.slice(0, MOST_FINDS).map((object) => findOf(object, filestores));
    return { finds, more: seen > MOST_OBJECTS || foreign.length > finds.length };
  }
}

function findOf({ key, sizeBytes, modifiedAt }: ObjectStat, filestores: ReadonlyMap<string, number>): ForeignFind {
  const plana = planaBackup(key);
  const filestoreBytes = plana && filestores.get(plana.filestoreKey);
  return {
    layout: plana ? 'plana' : 'odoo_zip',
    key,
    slug: plana?.slug ?? null,
    taken_at: (plana?.takenAt ?? modifiedAt).toISOString(),
    insurance: plana?.insurance ?? false,
    size_bytes: sizeBytes,
    filestore_key: filestoreBytes === undefined ? null : plana!.filestoreKey,
    filestore_size_bytes: filestoreBytes ?? null,
  };
}
