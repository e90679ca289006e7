export { checkSchedule, countRuns, lastRun, nextRun, nextRuns, type Schedule } from './schedule';
