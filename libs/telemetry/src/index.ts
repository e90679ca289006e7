export { declaredMetrics, registry, type MetricDescription, type Teller } from './declare-metric';
export { METRICS } from './metrics';
export { MetricsServer, type MetricsAddress } from './metrics-server';
export { addSample, refreshSamples, type Sample } from './samples';
export { addLogFields, currentTraceId, logFields, withLogFields, type LogFields } from './log-fields';
export type { Span } from '@opentelemetry/api';
export {
  failSpan,
  inSpan,
  startSpan,
  TRACE_HEADERS,
  traceHeaders,
  within,
  withinTraceOf,
  type SpanOptions,
} from './spans';
export { otlpExporter, startTracing, UNEVENTFUL, type Tracing, type TracingOptions } from './tracing';
