export { lastRun, nextRun, nextRuns, checkSchedule, type Schedule } from './schedule';
