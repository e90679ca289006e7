/** What time it is, for whatever is decided by dates: schedules, tiers, expiries. Leases and waits have real time. */
export abstract class Clock {
  abstract now(): Date;
  /** How long to wait for a moment, in real milliseconds; 0: it has come. */
  abstract msUntil(moment: Date): number;
}

class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  msUntil(moment: Date): number {
    return Math.max(0, moment.getTime() - Date.now());
  }
}

/** A clock that runs faster, for demonstrations: at the real moment `anchor` it shows `start`. */
class FastClock extends Clock {
  constructor(
    private readonly anchor: Date,
    private readonly start: Date,
    private readonly rate: number,
  ) {
    super();
  }

  now(): Date {
    return new Date(this.start.getTime() + (Date.now() - this.anchor.getTime()) * this.rate);
  }

  msUntil(moment: Date): number {
    return Math.max(0, (moment.getTime() - this.now().getTime()) / this.rate);
  }
}

const FORM = /^(?<start>[^@]+)@(?<anchor>[^@]+)x(?<rate>\d+)$/;

/** The clock that a setting describes, as `{start}@{anchor}x{rate}`; without one, that of the system. */
export function clockOf(setting: string | undefined): Clock {
  const parts = setting === undefined ? undefined : FORM.exec(setting)?.groups;
  return parts
    ? new FastClock(new Date(parts['anchor']!), new Date(parts['start']!), Number(parts['rate']))
    : new SystemClock();
}
