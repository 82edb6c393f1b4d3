// Search by part of a name; full or half width, hiragana or katakana make no difference.

const finder = document.getElementById("search");
const hits = document.getElementById("hits");
const mostHits = 12;

function fold(text) {
  return text.normalize("NFKC").toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[\s・\u30fb･\-‐‑–—―ー〜~]/g, "");
}

let known = null;

// Made when it is first needed: in a large plan it reads every part.
function names() {
  known = known || [...nodeBase.values()].map((node) => {
    const detail = detailOf(node.id);
    const also = [...(detail.alias || []), ...(detail.units || [])].join(" ");
    return { id: node.id, name: fold(node.name), also: fold(also), text: fold(detail.text || "") };
  });
  return known;
}

// Names that begin so, names that contain it, other names, then the text; each in plan order.
function find(query) {
  const wanted = fold(query);
  if (!wanted) return [];
  const rank = (entry) => {
    if (entry.name.startsWith(wanted)) return 0;
    if (entry.name.includes(wanted)) return 1;
    if (entry.also.includes(wanted)) return 2;
    return entry.text.includes(wanted) ? 3 : 9;
  };
  return names().map((entry) => [rank(entry), entry.id]).filter((pair) => pair[0] < 9)
    .sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
}

let found = [];
let chosen = 0;

function closeHits() {
  hits.hidden = true;
  finder.setAttribute("aria-expanded", "false");
  finder.removeAttribute("aria-activedescendant");
}

function markChosen() {
  [...hits.querySelectorAll('[role="option"]')].forEach((option, at) => {
    option.setAttribute("aria-selected", String(at === chosen));
    if (at === chosen) {
      finder.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  });
}

function showHits() {
  found = find(finder.value);
  chosen = 0;
  if (!fold(finder.value)) {
    closeHits();
    return;
  }
  hits.hidden = false;
  finder.setAttribute("aria-expanded", "true");
  if (!found.length) {
    hits.replaceChildren(el("p", {}, say("none")));
    announce(say("none"));
    return;
  }
  const rest = found.length - mostHits;
  hits.replaceChildren(...found.slice(0, mostHits).map((id, at) => {
    const node = nodeBase.get(id);
    return el("div", { role: "option", id: "hit-" + at, "data-node": id,
      // Before the field loses the focus, or the list would be gone when the click arrives.
      mousedown: (event) => {
        event.preventDefault();
        choose(id);
      } }, el("span", planWords(), node.name), el("span", {}, typeName(node)));
  }), rest > 0 ? el("p", {}, say("more", { n: rest })) : "");
  announce(say("hits", { n: found.length }));
  markChosen();
}

function choose(id) {
  closeHits();
  finder.value = "";
  finder.blur();
  select(id, { centre: true });
}

finder.addEventListener("input", showHits);
finder.addEventListener("focus", showHits);
finder.addEventListener("blur", closeHits);
finder.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter") {
    showHits();
    if (found.length) choose(found[chosen]);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const count = Math.min(found.length, mostHits);
    if (count) {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      markChosen();
    }
  } else if (event.key === "Escape") {
    event.stopPropagation();
    finder.value = "";
    closeHits();
    finder.blur();
  }
});
