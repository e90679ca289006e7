/** Bodies and queries become instances of their classes here, or a problem that names every wrong or unknown field. */
import { type ArgumentMetadata, Injectable, Param, type PipeTransform, type Type } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { isUUID, validate, type ValidationError } from 'class-validator';
import { StrongroomError } from '@app/core';

export interface FieldError {
  field: string;
  message: string;
}

/** Of a body of nothing but wrong fields nobody wants to read them all. */
const MOST_ERRORS = 100;
const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

export function validationFailed(errors: FieldError[]): StrongroomError {
  const told = errors
    .slice(0, MOST_ERRORS)
    .map(({ field, message }) => ({ field: cut(field, 200), message: cut(message, 1000) }));
  const named = told.map((error) => `${error.field}: ${error.message}`).join('; ');
  return new StrongroomError('VALIDATION_FAILED', cut(named, 5000), { details: { errors: told } });
}

@Injectable()
export class RequestValidation implements PipeTransform {
  /** Classes that have been found to need no field. Most lists are asked for without a query, and looking again would say the same. */
  private readonly needless = new WeakSet<Type>();

  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if (metatype === undefined || metatype === Object || (type !== 'body' && type !== 'query')) return value;
    const raw = value ?? {};
    if (typeof raw !== 'object' || Array.isArray(raw))
      throw validationFailed([{ field: 'body', message: 'must be a JSON object' }]);
    const isEmpty = Object.keys(raw).length === 0;
    if (isEmpty && this.needless.has(metatype)) return new metatype();
    const instance = plainToInstance(metatype, raw) as object;
    const errors = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: false, value: false },
    });
    if (errors.length > 0) throw validationFailed(fieldErrors(errors));
    if (isEmpty) this.needless.add(metatype);
    return instance;
  }
}

function fieldErrors(errors: readonly ValidationError[], path = ''): FieldError[] {
  return errors.flatMap((error) => [
    ...Object.values(error.constraints ?? {}).map((message) => ({ field: `${path}${error.property}`, message })),
    ...fieldErrors(error.children ?? [], `${path}${error.property}.`),
  ]);
}

/** The value as a UUID. @throws StrongroomError VALIDATION_FAILED naming the field */
export function requireUuid(value: unknown, field: string): string {
  if (!isUUID(value)) throw validationFailed([{ field, message: `${field} must be a UUID` }]);
  return value as string;
}

@Injectable()
class UuidPipe implements PipeTransform {
  transform(value: unknown, { data }: ArgumentMetadata): string {
    return requireUuid(value, data ?? 'id');
  }
}

/** A path parameter that is a UUID. */
export function Id(name = 'id'): ParameterDecorator {
  return (target, property, index) => {
    Param(name, UuidPipe)(target, property, index);
    if (property === undefined) return;
    const descriptor = Object.getOwnPropertyDescriptor(target, property);
    if (descriptor !== undefined) ApiParam({ name, format: 'uuid' })(target, property, descriptor);
  };
}
