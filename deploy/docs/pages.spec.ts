import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../embedded/project-folder';
import { generatedPages } from './pages';

describe('the pages that are made from the code', () => {
  it('are those of the present code (npm run docs writes them)', async () => {
    for (const [file, text] of await generatedPages()) {
      expect([file, readFileSync(join(projectFolder(), 'docs', file), 'utf8')]).toEqual([file, text]);
    }
  });
});
