// The search of the pages: all words must be found, in headings rather than in text; nothing is asked of a server.
{
  const root = new URL(".", document.currentScript.src);
  const box = document.getElementById("search"), list = document.getElementById("found");
  const said = document.getElementById("found-count");
  let sections, loading, chosen = -1;

  function load() {
    loading ??= new Promise((done) => {
      const script = document.createElement("script");
      script.src = new URL("search-index.js", root);
      script.onload = () => {
        sections = window.SECTIONS.map(([address, page, heading, text]) =>
          ({ address, page, heading, text, in: [heading, page, text].map((each) => each.toLowerCase()) }));
        done();
      };
      document.head.append(script);
    });
    return loading;
  }

  function score(section, words) {
    let total = 0;
    for (const word of words) {
      const [heading, page, text] = section.in;
      const start = new RegExp(`(^|[^\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "u");
      const found = (heading === word ? 30 : 0) + (start.test(heading) ? 12 : heading.includes(word) ? 6 : 0)
        + (start.test(page) ? 4 : 0) + (start.test(text) ? 3 : text.includes(word) ? 1 : 0);
      if (!found) return 0;
      total += found;
    }
    return total;
  }

  function marked(element, text, words) {
    const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "giu");
    text.split(pattern).forEach((piece, place) => {
      if (place % 2) element.append(Object.assign(document.createElement("mark"), { textContent: piece }));
      else if (piece) element.append(piece);
    });
    return element;
  }

  function around(text, words) {
    const at = Math.max(0, Math.min(...words.map((word) => text.toLowerCase().indexOf(word)).filter((each) => each >= 0)) - 40);
    return Number.isFinite(at) ? (at ? "… " : "") + text.slice(at, at + 140) : text.slice(0, 140);
  }

  async function search() {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length) await load();
    const best = words.length ? sections.map((section) => [score(section, words), section])
      .filter(([points]) => points).sort((a, b) => b[0] - a[0]).slice(0, 12) : [];
    chosen = -1;
    list.replaceChildren(...best.map(([, section], place) => {
      const item = document.createElement("li"), link = document.createElement("a");
      const where = document.createElement("small"), what = document.createElement("span");
      link.href = new URL(section.address, root);
      link.id = `found-${place}`;
      where.textContent = section.page;
      link.append(marked(document.createElement("b"), section.heading, words), " ", where, marked(what, around(section.text, words), words));
      item.append(link);
      return item;
    }));
    list.hidden = !best.length;
    said.textContent = !words.length ? "" : best.length ? `${best.length} found` : "nothing found";
  }

  box.addEventListener("focus", load);
  box.addEventListener("input", search);
  box.form.addEventListener("submit", (event) => { event.preventDefault(); list.querySelector("a")?.click(); });
  addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); box.focus(); }
    if (!links.length || !(event.target === box || links.includes(event.target))) return;
    if (event.key === "Escape") { box.value = ""; search(); box.focus(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      (links[at] ?? box).focus();
    }
  });
}
