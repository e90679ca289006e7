/** The usage of an organization as the API shows it. */
import {
  BILLING_PLANS,
  type BillingPlan,
  QUOTA_LEVELS,
  type QuotaLevel,
  STORAGE_PROVIDERS,
  type StorageProvider,
} from '@app/contracts';
import { Decimal, Moment, Nested, OneOf, Text, Uuid, Whole } from '../http/fields';

const AVAILABILITIES = ['not_available', 'priced', 'included'] as const;

export class AdditionalStorageView {
  @OneOf(AVAILABILITIES, { description: 'Whether the plan sells more than its quota', example: 'priced' })
  availability: (typeof AVAILABILITIES)[number];
  @Decimal({ nullable: true, description: 'For each further GB; null: there is none to be had', example: 0.1 })
  price_per_gb_month: number | null;
  @OneOf(['USD'], { example: 'USD' }) currency: 'USD';
  @Whole({ description: 'Begun GB (1024³ bytes) beyond the quota', example: 0 }) additional_gb: number;
  @Decimal({ nullable: true, description: 'What those cost in a month', example: 0 })
  estimated_monthly_cost: number | null;
}

class StoredFigures {
  @Whole({ description: 'Bytes of the ZIPs of its backups', example: 6442450944 }) total_backup_storage: number;
  @Whole({ description: 'Completed backups', example: 42 }) backup_count: number;
}

export class EnvironmentUsage extends StoredFigures {
  @Uuid({ example: '770e8400-e29b-41d4-a716-446655440000' }) environment_id: string;
  @Text({ example: 'Production' }) name: string;
  @Moment({ nullable: true, description: 'When it was deleted; its backups are kept' }) deleted_at: string | null;
}

export class ProjectUsage extends StoredFigures {
  @Uuid({ example: '990e8400-e29b-41d4-a716-446655440000' }) project_id: string;
  @Text({ example: 'E-commerce Platform' }) name: string;
  @Nested(() => EnvironmentUsage, { list: true, description: 'What takes most comes first' })
  environments: EnvironmentUsage[];
}

export class StorageUsage extends StoredFigures {
  @Uuid({ example: '550e8400-e29b-41d4-a716-446655440000' }) storage_config_id: string;
  @Text({ example: 'Primary' }) name: string;
  @OneOf(STORAGE_PROVIDERS, { example: 's3' }) provider: StorageProvider;
  @Whole({ description: 'Bytes of all ZIPs that lie there, copies as well', example: 6442450944 })
  total_size_bytes: number;
  @Whole({ description: 'Number of those', example: 42 }) object_count: number;
  @Moment({ nullable: true }) last_used_at: string | null;
}

export class OrganizationUsage {
  @Uuid({ example: '0d9f6b1e-3c52-4c7a-9f10-000000000001' }) organization_id: string;
  @OneOf(BILLING_PLANS, { example: 'starter' }) billing_plan: BillingPlan;
  @Whole({
    description: 'Bytes of the ZIPs of all backups that are neither expired nor deleted; copies do not count',
    example: 6442450944,
  })
  total_backup_storage: number;
  @Whole({ description: 'Completed backups', example: 42 }) backup_count: number;
  @Whole({ description: 'Bytes that the backups under way are expected to take', example: 0 })
  pending_backup_storage: number;
  @Whole({ nullable: true, description: 'Bytes; null: the plan has no limit', example: 53687091200 })
  backup_storage_quota: number | null;
  @Decimal({ nullable: true, description: 'Rounded down; null: the plan has no limit', example: 12 })
  used_percent: number | null;
  @OneOf(QUOTA_LEVELS, {
    description: '`exceeded`: manual backups are refused, all others go on, and nothing is deleted',
    example: 'within',
  })
  quota_level: QuotaLevel;
  @Nested(() => AdditionalStorageView) additional_storage: AdditionalStorageView;
  @Nested(() => ProjectUsage, {
    list: true,
    description: 'Those whose backups the caller may see. What takes most comes first',
  })
  projects: ProjectUsage[];
  @Nested(() => StorageUsage, {
    list: true,
    nullable: true,
    description: 'What takes most comes first; null: the caller may not see the storage configs',
  })
  storage_configs: StorageUsage[] | null;
}
