import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type NamePayload, type NamesAnswer, NamesOf, type NamesRequest } from '@app/contracts';
import { RpcHandler } from '@app/messaging';

const NAMES = ['organizations', 'environments', 'storage_configs']
  .map((table) => `SELECT id, name FROM ${table} WHERE id = ANY ($1::uuid[])`)
  .join(' UNION ALL ');

/** Says what things are called, to services that have not heard of them when they were made. */
@Controller()
export class NamesRpc {
  constructor(private readonly dataSource: DataSource) {}

  @RpcHandler(NamesOf)
  async names({ ids }: NamesRequest): Promise<NamesAnswer> {
    return { names: await this.dataSource.query<NamePayload[]>(NAMES, [ids]) };
  }
}
