// The page's own words in the language the reader chose; the plan's words stay as they are.

function setLang(lang) {
  if (!page.words[lang] || lang === state.lang) return;
  state.lang = lang;
  relabel();
  legendKeys = "";
  if (large) {
    applied = "";
    applyView();
  }
  applySelection();
  buildYear();
  refresh(false);
}

// The template marks what it wrote: data-word (text), data-word-label, -title and -hint.
function relabel() {
  document.documentElement.lang = state.lang;
  for (const [mark, put] of [
    ["word", (node, text) => { node.textContent = text; }],
    ["wordLabel", (node, text) => node.setAttribute("aria-label", text)],
    ["wordTitle", (node, text) => node.setAttribute("title", text)],
    ["wordHint", (node, text) => node.setAttribute("placeholder", text)],
  ]) {
    const name = "data-" + mark.replace(/[A-Z]/g, (big) => "-" + big.toLowerCase());
    for (const node of document.querySelectorAll("[" + name + "]")) put(node, say(node.dataset[mark]));
  }
  frame.setAttribute("aria-label", say("map") + " " + say("map_keys"));
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === state.lang));
  }
  relabelDesk();
}

for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => setLang(button.dataset.lang));
}
