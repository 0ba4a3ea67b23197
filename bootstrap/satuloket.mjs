// `npm run satuloket -- …`: the operator's command; without words it shows what there is.
import './old-node.mjs';

const { runMain } = await import('./run-main.mjs');
const words = process.argv.slice(2);
await runMain(words.length === 0 ? ['--help'] : words);
