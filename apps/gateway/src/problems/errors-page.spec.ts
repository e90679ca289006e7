import { ERRORS, type ErrorCode, StrongroomError } from '@app/core';
import { errorsPage } from './errors-page';
import { toProblem } from './problem';

const CODES = Object.keys(ERRORS) as ErrorCode[];

describe('the page of errors', () => {
  const page = errorsPage();

  it.each(CODES.filter((code) => code !== 'MESSAGE_INVALID'))('has the place that the type of %s leads to', (code) => {
    const { type } = toProblem(new StrongroomError(code, 'It happened.'), '/', 't');
    expect(page.match(new RegExp(`id="${type.split('#')[1]}"`, 'g'))).toHaveLength(1);
  });

  it('shows no markup of the texts, and what stands in backquotes as code', () => {
    expect(page).toContain('<code>Authorization: Bearer &lt;token&gt;</code>');
    expect(page).not.toContain('`');
    expect(page.match(/<(\w+)/g)!.filter((tag) => tag === '<token')).toEqual([]);
  });
});
