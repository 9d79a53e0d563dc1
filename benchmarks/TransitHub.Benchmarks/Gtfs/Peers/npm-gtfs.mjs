// Imports a feed with the npm package `gtfs` and prints rows, seconds, processor seconds and peak MiB.
// Copied into the folder in which `npm i gtfs` was run: node looks for packages beside the script.
import { importGtfs, openDb } from 'gtfs';

const [feed, sqlitePath] = process.argv.slice(2);
const config = { agencies: [{ path: feed }], sqlitePath, verbose: false };
const start = process.hrtime.bigint();
await importGtfs(config);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const { rows } = openDb(config).prepare('SELECT COUNT(*) AS rows FROM stop_times').get();
console.log(`\n${rows} ${seconds.toFixed(2)} ${((userCPUTime + systemCPUTime) / 1e6).toFixed(2)} ${Math.round(maxRSS / 1024)}`);
