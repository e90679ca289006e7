/** `npm run docs`: writes the pages that are made from the code. A spec fails when one of them is old. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../embedded/project-folder';
import { generatedPages } from './pages';

async function main(): Promise<void> {
  for (const [file, text] of await generatedPages()) writeFileSync(join(projectFolder(), 'docs', file), text);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
