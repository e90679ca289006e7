import type { Letter } from './letter';
import { chatText, htmlText, linkTo, plainText, subjectOf } from './wording';

const LETTER: Letter = {
  deliveryId: 'd1',
  eventId: 'e1',
  organizationId: 'o1',
  organizationName: 'Acme',
  environmentId: 'n1',
  environmentName: 'Prod',
  kind: 'backup_failed',
  severity: 'error',
  title: 'Prod: backup failed (SSH_UNREACHABLE)',
  lead: 'It failed.',
  facts: [{ label: 'Error', value: '<img src=x onerror=alert(1)>\r\nsecond "line"' }],
  path: 'backups/b1',
  occurredAt: new Date(0),
};
const LINK = linkTo(LETTER, 'https://backups.example.com');

describe('a letter', () => {
  it('has a subject of one line with organization, environment and outcome', () => {
    expect(subjectOf(LETTER)).toBe('[Acme] Prod: backup failed (SSH_UNREACHABLE)');
    expect(subjectOf({ ...LETTER, title: 'a\r\nBcc: b@example.com\u2028c\u0000' })).toBe(
      '[Acme] a Bcc: b@example.com c',
    );
    expect(subjectOf({ ...LETTER, title: 'x'.repeat(1_000) })).toHaveLength(250);
  });

  it('is plain text and HTML with the same content, of which nothing is markup', () => {
    const [plain, html] = [plainText(LETTER, LINK), htmlText(LETTER, LINK)];
    expect(plain.split('\n')).toEqual([
      'It failed.',
      '',
      'Error: <img src=x onerror=alert(1)> second "line"',
      '',
      'https://backups.example.com/api/v1/backups/b1',
      '',
      'Strongroom, for Acme: backup_failed, event e1',
    ]);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; second &quot;line&quot;');
    expect(html).not.toContain('<img');
    expect(chatText(LETTER, null)).toMatch(/^🛑 Prod: backup failed \(SSH_UNREACHABLE\)\n\nIt failed\./);
  });

  it('has no link where nobody has said how the API is reached', () => {
    expect(linkTo(LETTER, undefined)).toBeNull();
    expect(plainText(LETTER, null)).not.toContain('http');
  });
});
