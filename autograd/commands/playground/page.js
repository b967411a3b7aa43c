// The playground's page: what is typed is sent to Python, and what comes back is shown.
import { ask, ready, name as backend } from "./backend.js";
import { Editor, element } from "./editor.js";

const $ = (id) => document.getElementById(id);
const settings = JSON.parse($("settings").textContent);
const START = `x0 = 1.0; w0 = 0.5; w1 = -0.2; b0 = 0.1; b1 = 0.15
x1 = relu(x0*w0 + b0) = 0.6
z = relu(x1*w1 + b1 + x0) = 1.03

dz/dw1 = x1 = 1
dz/dw0 = w1*x0 = -0.2
dz/dx0 = 1 - w1*w0`;
const state = { mode: "sheet", view: "solution", formula: "tanh(w*x + b)", values: { w: 2, x: 1, b: -1 } };
const VIEWS = ["solution", "derivation", "picture", "player", "page"];
const WAIT = { solution: 120, derivation: 200, picture: 150, page: 150, player: 450 };  // ms without a keystroke
const PROBE = 1200;  // ms until it is tried whether there is a derivation: a keystroke would have to wait for the answer

// Asking: one request at a time; of several of a kind that wait only the last is sent.
let busy = false;
const waiting = new Map();
function request(kind, more, done) {
  waiting.set(kind, { kind, more, done });
  if (!busy) next();
}
async function next() {
  const kind = ["marks", "verdicts"].find((each) => waiting.has(each)) ?? waiting.keys().next().value;
  if (kind === undefined) return;
  const { more, done } = waiting.get(kind);
  waiting.delete(kind);
  busy = true;
  try {
    done(await ask({ kind, ...more }));
  } catch (fault) {
    done({ error: `no answer: ${fault.message ?? fault}`.trim(), stopped: true });
  }
  busy = false;
  next();
}

// The sheet and its verdicts.
const SLOW = 80;  // ms that verdicts may take before marks are asked for first
let slow = 0;
let sheet = "";  // the text all else is about: what is typed, or made of the formula
let verdicts = null, before = null, originals = new Map();
const editor = new Editor($("text"), $("backdrop"), () => { before = null; typed(); });

function typed() {
  remember();
  if (state.mode === "sheet") return judge(editor.text);
  request("formula", { text: $("formula").value, values: state.values }, (found) => {
    showFormulaError(found);
    if (!found.error) judge(found.text);
  });
}

function judge(text) {
  sheet = text;
  performance.mark("asked");
  const asked = performance.now();
  if (slow > SLOW) request("marks", { text }, (found) => {  // looking for causes takes its time: marks come first
    if (text !== sheet || !found.lines) return;
    showMarks(found.lines);
    performance.measure("keystroke to marks", "asked");
  });
  request("verdicts", { text }, (found) => {
    if (slow <= SLOW || !found.stopped) slow = performance.now() - asked;
    if (text !== sheet) return;
    verdicts = found;
    showVerdicts(found);
    performance.measure("keystroke to verdicts", "asked");
  });
  later();
}

function showVerdicts(found) {
  if (found.error) {
    summary(found.error, "wrong");
    editor.show([]);
    $("said").replaceChildren();
    return;
  }
  const excused = showMarks(found.lines);
  const isFormula = state.mode === "formula";
  $("said").hidden = isFormula;
  if (isFormula) summary("", "");
  else if (excused) summary(`The numbers were moved: ${excused} line${excused > 1 ? "s" : ""} (○) claim what held as typed.`, "");
  else summary(found.summary[0].toUpperCase() + found.summary.slice(1), !found.claims ? "" : found.fine ? "right" : "wrong");
  const items = [];
  for (const line of found.lines) {
    if (line.shown === "moved") continue;
    for (const each of line.said) items.push(remark(line, each));
    if (line.more) items.push(element("li", "quiet", `… and ${line.more} more about line ${line.number}`));
  }
  items.push(...found.notes.map((note) => element("li", "quiet", note)));
  $("said").replaceChildren(...items);
  showSliders(found.givens);
}

// Shows the marks of the lines; tells how many are excused, since their numbers were moved.
function showMarks(lines) {
  const marks = [];
  let excused = 0;
  for (const line of lines) {
    if (line.number === null) continue;
    const isExcused = before?.[line.number - 1] === "right" && line.kind === "wrong"
      && line.said.every((each) => each.kind !== "wrong" || each.numbers);
    excused += isExcused;
    line.shown = isExcused ? "moved" : line.kind;
    marks[line.number - 1] = isExcused ? { mark: "○", kind: "moved" } : { mark: line.mark, kind: line.kind, places: line.places, told: told(line) };
  }
  editor.show(marks);
  return excused;
}

// What is said beside a wrong line: the first cause, or the verdict where no cause is known.
function told({ said }) {
  const wrong = said.filter((each) => each.kind === "wrong");
  const first = wrong.find((each) => each.hint) ?? wrong[0];
  return first ? first.hint || first.verdict : "";
}

function remark(line, said) {
  const item = element("li", said.kind);
  if (line.number === null) item.append(element("span", "quiet", "asked for"));
  else {
    const jump = element("button", "", `line ${line.number}`);
    jump.addEventListener("click", () => editor.select(line.number, ...(line.places[0] ?? [0])));
    item.append(jump);
  }
  const told = element("span");
  if (line.said.length > 1 && said.place.trim()) told.append(element("code", "", said.place), " ");
  told.append(element("strong", "", said.verdict), said.hint ? `: ${said.hint}` : "");
  item.append(told);
  return item;
}

function summary(text, kind) {
  const place = $("summary");
  if (place.textContent !== text) place.textContent = text;
  place.className = kind;
}

function showFormulaError(found) {
  const place = $("formula-place");
  summary(found.error ?? "", found.error ? "wrong" : "");
  $("formula").setAttribute("aria-invalid", String(Boolean(found.error)));
  const typedText = $("formula").value;
  const offset = found.text ? typedText.indexOf(found.text) : -1;
  place.hidden = !found.error || offset < 0 || found.column === undefined;
  if (!place.hidden) place.textContent = " ".repeat(offset + found.column) + "^".repeat(Math.max(1, found.length));
}

// Sliders for the numbers that are given.
let shown = [];
function showSliders(givens) {
  $("numbers").hidden = !givens.length;
  const names = givens.map((each) => each.name).join(" ");
  if (names !== shown.map((each) => each.name).join(" ")) {
    originals = new Map();
    $("sliders").replaceChildren(...givens.map(slider));
  } else if (!$("sliders").contains(document.activeElement)) {
    givens.forEach((each, place) => {
      const box = $("sliders").children[place];
      if (Number(box.querySelector("input").value) !== each.value) box.replaceWith(slider(each));
    });
  }
  shown = givens;
}

function slider(given) {
  const label = element("label"), range = element("input"), output = element("output", "", plain(given.value));
  const most = Math.max(1, 2 * Math.abs(given.value));
  const step = 10 ** (Math.floor(Math.log10(most)) - 2) * 2;
  Object.assign(range, { type: "range", min: -most, max: most, step, value: given.value });
  range.addEventListener("input", () => move(given.name, range, output));
  label.append(element("span", "name mono", given.name), range, output);
  return label;
}

const plain = (number) => String(Number(number.toPrecision(6)));

function move(name, range, output) {
  const text = plain(Number(range.value));
  output.textContent = text;
  if (state.mode === "formula") {
    state.values[name] = Number(text);
    return typed();
  }
  const given = shown.find((each) => each.name === name);
  const line = editor.text.split("\n")[given.line - 1] ?? "";
  if (Number(line.slice(given.start, given.end).replace("−", "-")) !== given.value) return;  // typed over meanwhile
  if (before === null && verdicts?.lines) {
    before = [];
    for (const each of verdicts.lines) if (each.number !== null) before[each.number - 1] = each.kind;
    state.typed = editor.text;
    $("reset").hidden = false;
  }
  editor.replace(given.line, given.start, given.end, text);
  const longer = text.length - (given.end - given.start);
  for (const each of shown) {
    if (each.line === given.line && each.start > given.start) { each.start += longer; each.end += longer; }
  }
  given.end += longer;
  given.value = Number(text);
  typed();
}

$("reset").addEventListener("click", () => {
  before = null;
  shown = [];
  $("reset").hidden = true;
  editor.text = state.typed;
  typed();
});

// The views beside the sheet. One that took too long is not asked for again until its tab is chosen anew: each time
// costs the process that does the work.
let timer, probing;
const stopped = new Set();
function later() {
  clearTimeout(timer);
  clearTimeout(probing);
  timer = setTimeout(view, WAIT[state.view]);
}
function view() {
  clearTimeout(timer);  // what was to be asked for later is asked for now
  clearTimeout(probing);
  const text = sheet, kind = state.view;
  if (stopped.has(kind)) notice("This view took too long: choose its tab to try again.");
  else {
    request(kind, { text, tall: innerWidth < 640 }, (found) => {
      if (found.stopped) stopped.add(kind);
      if (text === sheet && kind === state.view) showView(kind, found);
    });
  }
  if (kind === "derivation" || stopped.has("derivation")) return;
  probing = setTimeout(() => request("derivation", { text }, (found) => {
    if (found.stopped) stopped.add("derivation");
    else if (text === sheet) $("tab-derivation").hidden = !found.html;
  }), PROBE);
}
function notice(text) {
  $("notice").hidden = !text;
  $("notice").textContent = text;
  $("view").classList.toggle("old", Boolean(text));
}
function showView(kind, found) {
  const place = $("view");
  notice(found.error ?? "");
  if (found.error === undefined) {
    place.dataset.kind = kind;
    SHOW[kind](place, found);
  } else if (place.dataset.kind !== kind) place.replaceChildren();
}
const framed = (place, found) => {
  const frame = place.querySelector("iframe") ?? element("iframe");
  frame.title = state.view === "player" ? "The computation, step by step" : "The marked sheet";
  frame.sandbox = "allow-scripts";
  frame.name = "in-the-page";  // the player tells its height to who named it
  frame.srcdoc = found.page;
  if (state.view !== "player") frame.style.height = "";  // a marked sheet tells none
  if (!frame.isConnected) place.replaceChildren(frame);
};
addEventListener("message", ({ source, data }) => {
  const frame = document.querySelector("#view iframe");
  if (frame && source === frame.contentWindow && Number.isFinite(data?.height)) frame.style.height = `${Math.min(data.height + 2, 4000)}px`;
});
const picture = (svg) => `<div class="picture drawing" tabindex="0" role="img" aria-label="The graph of the computation">${svg}</div>`;
const LEAST = 11 / 11.7;  // what READABLE and LOWERED of pictures/lettering.py allow
// A picture becomes no smaller than its text can be read; where it scrolls, the output is in view.
function fit(place) {
  const box = place.querySelector(".picture"), drawn = box?.querySelector("svg");
  if (!drawn) return;
  drawn.style.minWidth = `${LEAST * drawn.viewBox.baseVal.width}px`;
  const output = [...drawn.querySelectorAll(".node")].at(-1)?.getBoundingClientRect();
  if (output) box.scrollLeft += (output.left + output.right) / 2 - box.getBoundingClientRect().left - box.clientWidth / 2;
}
const SHOW = {
  solution: (place, found) => { place.innerHTML = found.html + (found.svg ? picture(found.svg) : ""); fit(place); },
  derivation: (place, found) => {
    if (!found.html) return place.replaceChildren(element("p", "quiet", `No derivation: ${found.none}.`));
    place.innerHTML = found.html;
    if (state.mode !== "sheet") return;
    const add = element("button", "add", "Add these lines to the sheet");
    add.addEventListener("click", () => {
      before = null;
      editor.text = `${editor.text.trimEnd()}\n\n# derived\n${found.lines}`;
      typed();
    });
    place.append(add);
  },
  picture: (place, found) => { place.innerHTML = picture(found.svg); fit(place); },
  player: framed,
  page: framed,
};

function select(list, chosen) {
  for (const tab of list.querySelectorAll("[role=tab]")) {
    const is = tab === chosen;
    tab.setAttribute("aria-selected", String(is));
    tab.tabIndex = is ? 0 : -1;
  }
}
function tabs(list, chosen) {
  list.addEventListener("click", ({ target }) => { const tab = target.closest("[role=tab]"); if (tab) chosen(tab); });
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll("[role=tab]:not([hidden])")], at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const tab = all[(to + all.length) % all.length];
    tab.focus();
    chosen(tab);
  });
}
function setView(name) {
  state.view = VIEWS.includes(name) ? name : "solution";
  select($("views"), $(`tab-${state.view}`));
  $("view").setAttribute("aria-labelledby", `tab-${state.view}`);
  stopped.delete(state.view);
  remember();
  view();
}
tabs($("views"), (tab) => setView(tab.dataset.view));

// Modes.
let training;
async function setMode(mode) {
  state.mode = ["sheet", "formula", "train"].includes(mode) ? mode : "sheet";
  select($("modes"), $(`mode-${state.mode}`));
  $("work").hidden = state.mode === "train";
  $("train").hidden = state.mode !== "train";
  $("sheet-box").hidden = state.mode !== "sheet";
  $("formula-box").hidden = state.mode !== "formula";
  $("tab-page").hidden = state.mode !== "sheet";
  document.querySelectorAll("[data-file=sheet], [data-file=page]").forEach((each) => { each.hidden = state.mode !== "sheet"; });
  $("examples").disabled = $("downloads").hidden = state.mode === "train";
  $("examples").disabled = false;
  $("reset").hidden = true;
  before = null;
  shown = [];
  if (state.mode === "formula" && state.view === "page") setView("solution");
  if (state.mode === "train") {
    training ??= await import("./training.js");
    training.open($("train"), state, request, remember);
    return remember();
  }
  training?.close();
  typed();
}
tabs($("modes"), (tab) => setMode(tab.dataset.mode));
$("formula").addEventListener("input", () => { state.formula = $("formula").value; typed(); });

// Examples, sharing, downloads.
for (const each of settings.examples) $("examples").append(new Option(each.name, each.name));
$("examples").addEventListener("change", () => {
  const chosen = settings.examples.find((each) => each.name === $("examples").value);
  if (!chosen) return;
  before = null;
  editor.text = chosen.text;
  setMode("sheet");
  $("examples").value = "";
  toast(chosen.title);
});
$("share").addEventListener("click", async () => {
  await remembered;
  try {
    await navigator.clipboard.writeText(location.href);
    toast(backend === "serve" ? "Link copied; it opens on this machine while autograd serve runs" : "Link copied");
  } catch {
    toast("The link is in the address bar");
  }
});
const FILES = {
  sheet: (done) => done(editor.text, "worksheet.txt", "text/plain"),
  page: (done) => request("page", { text: sheet }, (found) => done(found.page, "worksheet.html", "text/html", found.error)),
  player: (done) => request("player", { text: sheet }, (found) => done(found.page, "player.html", "text/html", found.error)),
  latex: (done) => request("latex", { text: sheet }, (found) => done(found.latex, "solution.tex", "text/plain", found.error)),
};
$("downloads").addEventListener("click", ({ target }) => {
  FILES[target.dataset.file]?.((content, name, type, error) => {
    $("downloads").open = false;
    if (content === undefined) return toast(error);
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
});
let fading;
function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => $("toast").classList.remove("shown"), 3500);
}
addEventListener("keydown", (event) => {
  if (event.key === "Escape") $("downloads").open = false;
  if (event.key === "F8" && state.mode === "sheet") {  // the next line that is wrong
    event.preventDefault();
    const wrong = (verdicts?.lines ?? []).filter((line) => line.kind === "wrong" && line.number);
    const at = editor.text.slice(0, editor.area.selectionStart).split("\n").length;
    const ahead = event.shiftKey ? wrong.findLast((line) => line.number < at) ?? wrong.at(-1) : wrong.find((line) => line.number > at) ?? wrong[0];
    if (ahead) editor.select(ahead.number, ...(ahead.places[0] ?? [0]));
  }
});

// The state in the address.
const MOST = 20_000;
let remembering, remembered = Promise.resolve();
function remember() {
  clearTimeout(remembering);
  remembered = new Promise((done) => {
    remembering = setTimeout(async () => {
      const found = new URLSearchParams({ mode: state.mode, view: state.view });
      if (state.mode === "sheet") found.set("sheet", await packed(editor.text));
      if (state.mode === "formula") found.set("formula", await packed(JSON.stringify([state.formula, state.values])));
      if (state.mode === "train" && state.training) found.set("train", await packed(JSON.stringify(state.training)));
      history.replaceState(null, "", `#${found}`);
      done();
    }, 200);
  });
}
async function packed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
async function unpacked(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const decoder = new TextDecoder();
    let found = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done || found.length > MOST) return found.slice(0, MOST);  // what unpacks to more is nobody's sheet
      found += decoder.decode(value, { stream: true });
    }
  } catch {
    return "";
  }
}
async function recall() {
  const found = new URLSearchParams(location.hash.slice(1));
  editor.text = (await unpacked(found.get("sheet") ?? "")) || START;
  try {
    const [formula, values] = JSON.parse(await unpacked(found.get("formula") ?? ""));
    if (typeof formula === "string" && typeof values === "object" && values) Object.assign(state, { formula, values: { ...values } });
  } catch { /* there is none */ }
  try {
    const trained = JSON.parse(await unpacked(found.get("train") ?? ""));
    if (trained && typeof trained === "object") state.training = trained;
  } catch { /* there is none */ }
  $("formula").value = state.formula;
  if (VIEWS.includes(found.get("view"))) state.view = found.get("view");
  select($("views"), $(`tab-${state.view}`));
  setMode(found.get("mode") ?? "sheet");
}
addEventListener("hashchange", recall);

recall();
ready((said) => { if (!verdicts) summary(said, ""); });
