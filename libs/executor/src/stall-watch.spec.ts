import { StallWatch } from './stall-watch';

const TIMEOUT_MS = 300_000;

describe('a stall', () => {
  let watch: StallWatch;
  const flow = { stage: 'database', bytes: 0 };
  beforeEach(() => {
    jest.useFakeTimers();
    watch = new StallWatch(TIMEOUT_MS);
    Object.assign(flow, { stage: 'database', bytes: 0 });
  });
  afterEach(() => {
    watch.stop();
    jest.useRealTimers();
  });

  it('is found when no byte has moved for the time, and names the stage', () => {
    watch.watch(flow);
    jest.advanceTimersByTime(TIMEOUT_MS / 2);
    flow.bytes = 7;
    jest.advanceTimersByTime(TIMEOUT_MS - 1);
    expect(watch.signal.aborted).toBe(false);
    jest.advanceTimersByTime(TIMEOUT_MS / 10);
    expect(watch.signal.reason).toMatchObject({
      code: 'STALLED',
      kind: 'transient',
      message: 'No byte moved for 300 s in the stage database',
      details: { stage: 'database', bytes: 7 },
    });
  });

  it('is not found while bytes move, however slowly, or while stages follow each other', () => {
    watch.watch(flow);
    for (let hour = 0; hour < 10; hour++) {
      jest.advanceTimersByTime(TIMEOUT_MS * 0.9);
      if (hour % 2) flow.bytes += 1;
      else flow.stage = `stage ${hour}`;
    }
    expect(watch.signal.aborted).toBe(false);
  });

  it.each(['the flow is let go', 'the attempt ends'])('is not found after %s', (what) => {
    const letGo = watch.watch(flow);
    if (what === 'the flow is let go') letGo();
    else watch.stop();
    jest.advanceTimersByTime(10 * TIMEOUT_MS);
    expect(watch.signal.aborted).toBe(false);
  });

  it('is not looked for before a flow is watched', () => {
    jest.advanceTimersByTime(10 * TIMEOUT_MS);
    expect(watch.signal.aborted).toBe(false);
  });
});
