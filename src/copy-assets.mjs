// Copies what the page is made of beside the compiled code: everything below src/page that is not TypeScript.
import { cp } from 'node:fs/promises';

const here = (path) => new URL(path, import.meta.url);
await cp(here('./page'), here('../dist/page'), { recursive: true, filter: (path) => !path.endsWith('.ts') && !path.endsWith('.md') });
