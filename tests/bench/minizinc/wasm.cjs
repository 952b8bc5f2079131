// Runs the WebAssembly build of MiniZinc in Node, as its page would in a browser, and prints each message on a line of JSON.
// usage: node wasm.cjs DIST WORD...   DIST: folder of minizinc-worker.js; words that name a file are handed over with it
// Its clock is the processor's, so that a limit in seconds means the same on a busy machine; `at` counts from its being ready.
const fs = require('fs'), path = require('path'), vm = require('vm');
const dist = path.resolve(process.argv[2]);
const files = {};
const args = process.argv.slice(3).map(word => {
  if (!fs.existsSync(word)) return word;
  files[path.basename(word)] = fs.readFileSync(word, 'utf8');
  return path.basename(word);
});
const processor = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1e3; };
const epoch = Date.now();
performance.now = processor;
Date.now = () => epoch + Math.floor(processor());

let worker, ready;
globalThis.addEventListener = (_, handler) => { worker = handler; };
globalThis.postMessage = message => {
  if (message.type === 'ready') {
    ready = processor();
    worker({data: {args, files, jsonStream: true}});
    return;
  }
  fs.writeSync(1, JSON.stringify({...message, at: (processor() - ready) / 1e3}) + '\n');
  if (message.type === 'exit') process.exit(message.code === 0 ? 0 : 1);
};
Object.assign(globalThis, {require, __dirname: dist, __filename: path.join(dist, 'minizinc-worker.js')});
vm.runInThisContext(fs.readFileSync(path.join(dist, 'minizinc-worker.js'), 'utf8'));
worker({data: {wasmURL: path.join(dist, 'minizinc.wasm'), dataURL: path.join(dist, 'minizinc.data')}});
