import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  type PolicyAnswer,
  PolicyChange,
  type PolicyChangeRequest,
  PolicyCreate,
  type PolicyCreateRequest,
  PolicyDelete,
  type PolicyDeletionAnswer,
  PolicyOf,
  type PolicyRequest,
} from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { Policies } from './policies.repository';

/** Has the gateway change policies, and tells it how they stand. */
@Controller()
export class PoliciesRpc {
  constructor(private readonly policies: Policies) {}

  @RpcHandler(PolicyCreate)
  async create(@Payload() request: PolicyCreateRequest): Promise<PolicyAnswer> {
    return { policy: await this.policies.create(request) };
  }

  @RpcHandler(PolicyChange)
  async change(@Payload() request: PolicyChangeRequest): Promise<PolicyAnswer> {
    return { policy: await this.policies.change(request) };
  }

  @RpcHandler(PolicyDelete)
  async delete(@Payload() { environment_id }: PolicyRequest): Promise<PolicyDeletionAnswer> {
    return { deleted: await this.policies.delete(environment_id) };
  }

  @RpcHandler(PolicyOf)
  async of(@Payload() { environment_id }: PolicyRequest): Promise<PolicyAnswer> {
    return { policy: await this.policies.of(environment_id) };
  }
}
