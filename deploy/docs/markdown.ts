/** What the pages that are made from the code are put together from. */
export const MADE = '<!-- Made by `npm run docs`; change the code instead. -->\n';

export const code = (text: string) => `\`${text}\``;
export const row = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
export const table = (head: string[], rows: string[]) =>
  [row(head), row(head.map(() => '---')), ...rows, ''].join('\n');
