// `npm start`: a clone becomes a running hub.
import './old-node.mjs';

const { runMain } = await import('./run-main.mjs');
await runMain(process.argv.slice(2));
