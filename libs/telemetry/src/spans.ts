import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** The W3C trace context as it travels: in HTTP requests, with the rows of the outbox, in NATS messages. */
export const TRACE_HEADERS = ['traceparent', 'tracestate'] as const;

export interface SpanOptions {
  kind?: keyof typeof SpanKind;
  attributes?: Attributes;
  /** Headers that may name the span that asked for this one; without, the parent is the span that goes on. */
  askedBy?: (header: string) => string | undefined;
}

const tracer = () => trace.getTracer('strongroom');

/** Runs the work as a span. What it throws ends the span with the error's code, and goes on. */
export async function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const span = startSpan(name, options);
  try {
    return await within(span, () => work(span));
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** A span that the caller ends. */
export function startSpan(name: string, { kind = 'INTERNAL', attributes, askedBy }: SpanOptions = {}): Span {
  const parent = askedBy === undefined ? context.active() : parentOf(askedBy);
  return tracer().startSpan(name, { kind: SpanKind[kind], ...(attributes && { attributes }) }, parent);
}

/** What begins within `work` belongs to the span. */
export function within<T>(span: Span, work: () => T): T {
  return context.with(trace.setSpan(context.active(), span), work);
}

/** What happens within `work` belongs to the trace that the headers name, without a span of its own. */
export function withinTraceOf<T>(header: (name: string) => string | undefined, work: () => T): T {
  const remote = trace.getSpan(parentOf(header));
  return remote === undefined ? work() : within(remote, work);
}

/** The code says enough, and a message might name what only the log may. */
export function failSpan(span: Span, error: unknown): void {
  const code = (error as { code?: unknown } | undefined)?.code;
  span.setAttribute('error.type', typeof code === 'string' ? code : ((error as Error)?.name ?? 'Error'));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** What hands the present span on to whoever gets these headers; empty outside of any. */
export function traceHeaders(): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return Object.fromEntries(TRACE_HEADERS.flatMap((name) => (carrier[name] ? [[name, carrier[name]]] : [])));
}

function parentOf(header: (name: string) => string | undefined) {
  const carrier = Object.fromEntries(
    TRACE_HEADERS.flatMap((name) => {
      const value = header(name);
      return value ? [[name, value]] : [];
    }),
  );
  return propagation.extract(ROOT_CONTEXT, carrier);
}
