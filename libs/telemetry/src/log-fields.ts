/** What every line of a piece of work says, however deep in the code it is written. */
import { context, createContextKey, isSpanContextValid, trace } from '@opentelemetry/api';

export type LogFields = Record<string, string | number>;

const FIELDS = createContextKey('log fields');

/** All that is logged within `work` has these fields beside those that it would have had. */
export function withLogFields<T>(fields: LogFields, work: () => T): T {
  return context.with(context.active().setValue(FIELDS, { ...fieldsHere(), ...fields }), work);
}

/** From now on the lines of this piece of work have these fields as well: for what is known only on the way. */
export function addLogFields(fields: LogFields): void {
  Object.assign(fieldsHere() ?? {}, fields);
}

/** The fields of a line that is written now, the trace's id among them. */
export function logFields(): LogFields {
  const traceId = currentTraceId();
  return { ...(traceId === undefined ? {} : { trace_id: traceId }), ...fieldsHere() };
}

/** 32 hexadecimal digits; undefined outside of any work. */
export function currentTraceId(): string | undefined {
  const spanContext = trace.getSpanContext(context.active());
  return spanContext !== undefined && isSpanContextValid(spanContext) ? spanContext.traceId : undefined;
}

function fieldsHere(): LogFields | undefined {
  return context.active().getValue(FIELDS) as LogFields | undefined;
}
