import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { addLogFields, currentTraceId, logFields, withLogFields } from './log-fields';
import { inSpan, traceHeaders, withinTraceOf } from './spans';
import { startTracing, type Tracing, UNEVENTFUL } from './tracing';

const TRACE_ID = 'a1'.repeat(16);
const CALLER = { traceparent: `00-${TRACE_ID}-${'b2'.repeat(8)}-01` } as Record<string, string>;
const askedBy = (header: string) => CALLER[header];

describe('without a collector', () => {
  let tracing: Tracing;
  beforeAll(() => (tracing = startTracing({ service: 'spec' })));
  afterAll(() => tracing.stop());

  it('work has a trace id, and hands it on', async () => {
    await inSpan('work', {}, async (span) => {
      expect(span.isRecording()).toBe(false);
      expect(currentTraceId()).toMatch(/^[0-9a-f]{32}$/);
      expect(traceHeaders().traceparent).toContain(currentTraceId());
    });
  });

  it('a request that brings a trace goes on with it', async () => {
    await inSpan('work', { askedBy }, async () => expect(currentTraceId()).toBe(TRACE_ID));
    withinTraceOf(askedBy, () => expect(traceHeaders().traceparent).toContain(TRACE_ID));
  });

  it.each(['', 'nonsense', `00-${'0'.repeat(32)}-${'b2'.repeat(8)}-01`])(
    'a trace that is none (%p) is replaced by a new one',
    async (traceparent) => {
      const header = (name: string) => (name === 'traceparent' ? traceparent : undefined);
      await inSpan('work', { askedBy: header }, async () =>
        expect(currentTraceId()).toMatch(/^(?!0{32})[0-9a-f]{32}$/),
      );
    },
  );

  it('outside of any work there is no trace, and nothing to say of it', () => {
    expect([currentTraceId(), traceHeaders(), logFields()]).toEqual([undefined, {}, {}]);
  });

  it('lines know what they are about, after awaits as well, and pieces of work do not mix', async () => {
    const piece = (task_id: string) =>
      inSpan('work', {}, () =>
        withLogFields({ task_id }, async () => {
          await new Promise(setImmediate);
          addLogFields({ backup_id: `of ${task_id}` });
          await new Promise(setImmediate);
          return logFields();
        }),
      );
    const [a, b] = await Promise.all([piece('a'), piece('b')]);
    expect(a).toEqual({ trace_id: expect.any(String), task_id: 'a', backup_id: 'of a' });
    expect(b).toEqual({ trace_id: expect.any(String), task_id: 'b', backup_id: 'of b' });
    expect(a.trace_id).not.toBe(b.trace_id);
  });
});

describe('with a collector', () => {
  it('spans are exported with the code of their error, save those about nothing', async () => {
    const exporter = new InMemorySpanExporter();
    const kept: { name: string; attributes: object }[] = [];
    const tracing = startTracing({
      service: 'spec',
      exporter: {
        export: (spans, done) => {
          kept.push(...spans.map(({ name, attributes }) => ({ name, attributes: { ...attributes } })));
          exporter.export(spans, done);
        },
        shutdown: () => exporter.shutdown(),
      },
    });
    const failure = Object.assign(new Error('the password is hunter2'), { code: 'SSH_AUTH_FAILED' });
    await expect(inSpan('failing', { askedBy }, () => Promise.reject(failure))).rejects.toBe(failure);
    await inSpan('not its turn', {}, async (span) => void span.setAttribute(UNEVENTFUL, true));
    await tracing.stop();
    expect(kept).toEqual([{ name: 'failing', attributes: { 'error.type': 'SSH_AUTH_FAILED' } }]);
  });
});
