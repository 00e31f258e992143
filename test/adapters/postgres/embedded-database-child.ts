import pg from 'pg';
import { startEmbeddedDatabase } from '../../../src/adapters/postgres/embedded-database.ts';
import { silentLog } from './silent-log.ts';

/** Starts the server in the given folder, writes a row and waits to be killed. */
const { folder } = JSON.parse(process.argv[2] ?? '');
const { url } = await startEmbeddedDatabase(folder, silentLog);
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query(`create table kept as select 'by the child' as written`);
console.log('ready');
