import { IsInt, Max, Min } from 'class-validator';
import { ServiceConfig, Setting } from '@app/service';

export class SchedulerConfig extends ServiceConfig {
  @Setting({
    env: 'SCHEDULE_SPREAD_SECONDS',
    doc: 'Policies that are due at the same moment begin at most so long after it, each always after the same time; 0: all at once.',
    unit: 's',
    default: 30,
  })
  @IsInt()
  @Min(0)
  @Max(50)
  scheduleSpreadSeconds: number;
}
