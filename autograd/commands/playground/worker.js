// Python in a worker: loads it, then answers one request after the other.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const WARM = ["verdicts", "solution", "picture", "player"];
try {
  postMessage({ said: "Loading Python: once, later visits need no network …" });
  const packed = fetch("autograd.zip").then((found) => found.arrayBuffer());
  const python = await loadPyodide({ indexURL: new URL("pyodide/", import.meta.url).href });
  postMessage({ said: "Loading the package …" });
  python.unpackArchive(await packed, "zip");
  python.runPython(`
import json
from autograd.commands.playground.answering import answer
def answered(request):
    try:
        found = answer(json.loads(request))
    except MemoryError:
        found = {"error": "this takes more memory than there is for it"}
    except Exception as fault:
        found = {"error": f"an internal error in autograd ({type(fault).__name__}); please report it"}
    return json.dumps(found)
`);
  const answered = python.globals.get("answered");
  const text = "x = 2.0; y = relu(x)^2\ndy/dx = x = 4.0";
  for (const kind of WARM) answered(JSON.stringify({ kind, text }));
  const start = performance.now();
  answered(JSON.stringify({ kind: "verdicts", text: "x0 = 1; w0 = 2; y = relu(x0*w0)\ndy/dx0 = w0\ndy/dw0 = w0\n" }));
  const first = performance.now() - start;
  onmessage = ({ data }) => postMessage({ id: data.id, answer: answered(data.request) });
  postMessage({ ready: true, first });
} catch (fault) {
  postMessage({ failed: `Python does not start here: ${fault.message ?? fault}` });
}
