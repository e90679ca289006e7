import { EventWindow, type WindowEvent } from './event-window';

const event = (sequence: number, bytes = 10): WindowEvent => ({
  sequence,
  name: 'backup.started',
  scope: {},
  frame: Buffer.alloc(bytes),
});
const filled = (window: EventWindow, ...sequences: number[]) => {
  window.beginAfter(sequences[0]! - 1);
  for (const sequence of sequences) window.add(event(sequence));
  return window;
};
const sequences = (events: WindowEvent[] | undefined) => events?.map(({ sequence }) => sequence);

describe('the window of the newest events', () => {
  it('knows nothing before it begins', () => {
    expect(new EventWindow(3, 1_000).after(5, 10)).toBeUndefined();
  });

  it.each([
    ['from its beginning', 3, 10, [4, 6, 9]],
    ['from the middle', 4, 10, [6, 9]],
    ['from a place between two', 7, 10, [9]],
    ['at its end', 9, 10, []],
    ['beyond its end', 12, 10, []],
    ['a few at a time', 3, 2, [4, 6]],
    ['not from before its beginning', 2, 10, undefined],
  ])('gives what comes after a place: %s', (_, after, most, expected) => {
    expect(sequences(filled(new EventWindow(10, 1_000), 4, 6, 9).after(after, most))).toEqual(expected);
  });

  it('forgets the oldest beyond its number, and says so', () => {
    const window = filled(new EventWindow(2, 1_000), 1, 2, 5);
    expect(window.after(0, 10)).toBeUndefined();
    expect(sequences(window.after(1, 10))).toEqual([2, 5]);
  });

  it('forgets the oldest beyond its bytes, even the only one', () => {
    const window = filled(new EventWindow(10, 25), 1, 2, 3);
    expect(window.after(0, 10)).toBeUndefined();
    expect(sequences(window.after(1, 10))).toEqual([2, 3]);
    window.add(event(4, 100));
    expect(window.after(3, 10)).toBeUndefined();
    expect(window.after(4, 10)).toEqual([]);
  });

  it('begins anew', () => {
    const window = filled(new EventWindow(10, 1_000), 4, 6);
    window.beginAfter(20);
    expect([window.after(6, 10), window.after(20, 10)]).toEqual([undefined, []]);
  });
});
