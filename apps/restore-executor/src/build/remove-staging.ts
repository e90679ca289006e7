import type { BuildWork } from './build-work';

/** Removes what was built under the staging name, whole or not. Idempotent. */
export async function removeStaging({
  environment,
  staging,
}: Pick<BuildWork, 'environment' | 'staging'>): Promise<void> {
  await environment.dropDatabase(staging);
  await environment.removeFilestore(staging);
}
