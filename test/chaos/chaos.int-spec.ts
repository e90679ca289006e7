import { describeRequiring } from '../fixtures/requires';
import { runChaos } from './run';

const SHORT = { seed: 20_270_101, backups: 16, disturbances: 11, durationMs: 30_000, environments: 2 };

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'half a minute of chaos', () => {
  it('ends with every accepted backup completed once or failed with a reason, and nothing left over', async () => {
    const log: string[] = [];
    const report = await runChaos(SHORT, (line) => log.push(line));
    expect({ ...report, log }).toMatchObject({ violations: [] });
    expect(report.accepted).toBeGreaterThan(SHORT.backups / 2);
    expect(report.outcomes['completed']).toBeGreaterThan(0);
  }, 900_000);
});
