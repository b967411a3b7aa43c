// The page asks Python in a worker of the browser. Where an answer takes too long the worker is ended and another
// begins, from what is cached.
export const name = "pyodide";
const LONGEST = 1000;  // ms for an answer
const USUAL = 40;  // ms that the first sheet takes on a usual machine: a slower one has so much more time
let worker, waiting = null, started, longest = LONGEST, say = () => {};

function begin() {
  worker = new Worker("worker.js", { type: "module" });
  started = new Promise((done, failed) => {
    worker.onerror = (fault) => failed(new Error(`Python does not start here: ${fault.message ?? "no worker"}`));
    worker.onmessage = ({ data }) => {
      if (data.said) say(data.said);
      else if (data.failed) failed(new Error(data.failed));
      else if (data.ready) {
        longest = LONGEST * Math.max(1, data.first / USUAL);
        done();
      } else if (waiting?.id === data.id) waiting.done(data.answer);
    };
  });
  started.catch(() => {});
}

export async function ready(told) {
  say = told;
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("offline.js").catch(() => {});
  await started;
  say("");
}

let count = 0;
export async function ask(request) {
  await started;
  return new Promise((done) => {
    const id = ++count;
    const late = setTimeout(() => {
      worker.terminate();
      waiting = null;
      begin();
      done({ error: `stopped: it took more than ${longest / 1000} s`, stopped: true });
    }, longest);
    waiting = { id, done: (answer) => { clearTimeout(late); waiting = null; done(JSON.parse(answer)); } };
    worker.postMessage({ id, request: JSON.stringify(request) });
  });
}

begin();
