import { chooseWay } from './neutralize-database';
import { seriesOf } from './odoo-command';
import { RULES } from './rules';

describe('the way in which a copy is neutralized', () => {
  it.each([
    ['19.0', { series: '19.0' }, { way: 'odoo' }],
    ['16.0', { series: '16.0' }, { way: 'odoo' }],
    ['15.0', { series: '15.0' }, { way: 'sql', warn: false }],
    ['15.0', { absent: 'no odoo' }, { way: 'sql', warn: false }],
    ['17.0', { absent: 'no odoo' }, { way: 'sql', warn: true, reason: 'no odoo' }],
    ['17.0', { series: '18.0' }, { way: 'sql', warn: true }],
    ['18.3', { series: '18.0' }, { way: 'sql', warn: true }],
  ])('for a backup of Odoo %s, where the environment has %j, is %j', (loaded, found, choice) => {
    expect(chooseWay(loaded, found)).toMatchObject(choice);
  });

  it.each([
    ['Odoo Server 19.0-20260101\n', '19.0'],
    ['Odoo Server 17.0+e', '17.0'],
    ['19.0.1.3', '19.0'],
    ['saas~18.3.1.0', '18.3'],
    ['10.saas~15.1.3', '10.15'],
    ['', undefined],
    ['unknown', undefined],
  ])('follows the series, which in %j is %s', (text, series) => {
    expect(seriesOf(text)).toBe(series);
  });

  it('follows rules that use each column that they ask for', () => {
    const unused = RULES.flatMap(({ what, columns, quieten, remaining }) =>
      columns
        .filter((column) => column !== 'id' && !new RegExp(`\\b${column}\\b`).test(`${quieten} ${remaining}`))
        .map((column) => `${what}: ${column}`),
    );
    expect(unused).toEqual([]);
  });
});
