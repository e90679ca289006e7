import { ERRORS } from './error-codes';

describe('the error codes', () => {
  it.each(Object.entries(ERRORS))('%s is well formed', (code, { kind, status, title, remedy }) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
    expect(['operator', 'transient', 'bug', 'cancelled']).toContain(kind);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^\S.*[^.\s]$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
    expect(`${title}${remedy}`).not.toMatch(/\n|  /);
  });

  it('say different things', () => {
    const titles = Object.values(ERRORS).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
