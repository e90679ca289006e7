/**
 * Traces of this process. Every request and message has a trace id, which the log shows; spans are kept and exported only
 * where somebody wants them, and cost next to nothing elsewhere.
 */
import { hostname } from 'node:os';
import { trace } from '@opentelemetry/api';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { STRONGROOM_VERSION } from '@app/core';

/** An attribute that keeps a span from being exported: a delivery that only found that it is not its turn. */
export const UNEVENTFUL = 'strongroom.uneventful';

export interface TracingOptions {
  service: string;
  /** Absent: nothing is exported. Sampling and batches follow the OTEL_ variables of the SDK. */
  exporter?: SpanExporter;
}

export interface Tracing {
  /** Exports what is left. */
  stop(): Promise<void>;
}

export function startTracing({ service, exporter }: TracingOptions): Tracing {
  const resource = defaultResource()
    .merge(
      resourceFromAttributes({
        [ATTR_SERVICE_NAME]: service,
        [ATTR_SERVICE_VERSION]: STRONGROOM_VERSION,
        'service.namespace': 'strongroom',
        'service.instance.id': `${hostname()}/${process.pid}`,
      }),
    )
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new NodeTracerProvider(
    exporter === undefined
      ? { sampler: new AlwaysOffSampler() }
      : { resource, spanProcessors: [new EventfulSpans(exporter)] },
  );
  provider.register();
  return {
    stop: async () => {
      await provider.shutdown();
      trace.disable();
    },
  };
}

class EventfulSpans extends BatchSpanProcessor implements SpanProcessor {
  override onEnd(span: ReadableSpan): void {
    if (span.attributes[UNEVENTFUL] !== true) super.onEnd(span);
  }
}

/** Sends spans to an OTLP collector over HTTP; loaded only where it is wanted. */
export async function otlpExporter(url: string): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  return new OTLPTraceExporter({ url });
}
