import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MetricDescription, declaredMetrics } from '@app/telemetry';

const RULES = 'prometheus-rules.yml';
const DASHBOARD = 'grafana-dashboard.json';
const read = (file: string) => readFileSync(join(__dirname, file), 'utf8');

/** What a metric appears as in Prometheus. */
const seriesOf = ({ name, type }: MetricDescription) =>
  type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
const SERIES = new Map(declaredMetrics.flatMap((metric) => seriesOf(metric).map((name) => [name, metric])));

/** Given by the discovery of targets, or by a histogram. */
const GIVEN = ['service', 'instance', 'process', 'job', 'le'];

function expressions(): { place: string; expression: string }[] {
  const { panels } = JSON.parse(read(DASHBOARD)) as { panels: { title: string; targets: { expr: string }[] }[] };
  const shown = panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({ place: `${DASHBOARD}: ${title}`, expression: expr })),
  );
  const alerts = read(RULES)
    .split(/^ {6}- alert: /m)
    .slice(1)
    .map((text) => {
      const expression = /^ {8}expr: (?:\|\n([\s\S]*?)\n {8}for:|(.+))/m.exec(text)!;
      return { place: `${RULES}: ${text.split('\n')[0]!}`, expression: expression[1] ?? expression[2]! };
    });
  return [...shown, ...alerts];
}

describe('alerts and dashboard', () => {
  it.each(expressions())('$place asks for metrics and labels that are told', ({ expression }) => {
    const names = [...expression.matchAll(/\bstrongroom_\w+/g)].map(([name]) => name);
    expect(names).not.toEqual([]);
    for (const name of names) expect([...SERIES.keys()]).toContain(name);
    const known = new Set([...GIVEN, ...names.flatMap((name) => SERIES.get(name)!.labels)]);
    const grouped = [...expression.matchAll(/\b(?:by|on|group_left) \(([^)]*)\)/g)].flatMap(([, labels]) =>
      labels!.split(',').map((label) => label.trim()),
    );
    const matched = [...expression.matchAll(/[{,]\s*(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label!);
    for (const label of [...grouped, ...matched]) expect([...known]).toContain(label);
  });

  it('warn of a backup that is too old, never made or never verified, of tasks that wait, and of dead letters', () => {
    const alerts = [...read(RULES).matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    expect(alerts).toEqual(
      expect.arrayContaining([
        'StrongroomBackupTooOld',
        'StrongroomNeverBackedUp',
        'StrongroomVerifiedBackupTooOld',
        'StrongroomTasksWait',
        'StrongroomDeadLetters',
      ]),
    );
    const told = readFileSync(join(__dirname, '../../docs/observability.md'), 'utf8');
    for (const alert of alerts) expect(told).toContain(`\`${alert}\``);
  });
});

describe('the names of metrics', () => {
  it.each(declaredMetrics)('$name follows the conventions of Prometheus', ({ name, type, labels }) => {
    expect(name).toMatch(/^strongroom_[a-z][a-z_]*[a-z]$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    for (const label of labels) expect(label).toMatch(/^[a-z_]+$/);
  });
});
