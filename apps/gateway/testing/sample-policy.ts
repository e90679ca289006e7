import { randomUUID } from 'node:crypto';
import type { PolicyPayload } from '@app/contracts';
import { DEFAULT_SETTINGS } from '../src/policies/policy-presets';
import type { Directory } from './test-gateway';

/** A policy of the environment as the scheduler would tell of it. */
export function samplePolicy(directory: Directory, change: Partial<PolicyPayload> = {}): PolicyPayload {
  const now = new Date().toISOString();
  return {
    ...DEFAULT_SETTINGS,
    id: randomUUID(),
    organization_id: directory.organization.id,
    environment_id: directory.environment.id,
    revision: 1,
    created_at: now,
    updated_at: now,
    ...change,
  };
}
