import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { checkout } from './setup/folders.mjs';

// npm start: runs src/main.ts. Code is kept compiled and without its types, so that the next start is quicker and takes less memory: the
// compiler that takes out types is loaded for what is new only. Where nothing can be written there, it all works without.
enableCompileCache(join(checkout, 'node_modules', '.cache', 'tailrace'));
await import('../src/main.ts');
