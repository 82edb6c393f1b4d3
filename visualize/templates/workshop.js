// The workshop bar: who sits here, adding things, undo, saving, and taking other tables' files in.

const deskBar = document.getElementById("workshop");
const deskOpen = document.getElementById("workshop-open");
const tool = { name: "", from: null, to: null }; // "", "node" or "link"

function editing() {
  return planNames.size > 0 && !deskBar.hidden;
}

function toggleDesk(open) {
  deskBar.hidden = !open;
  desk.open = open;
  autosave();
  setTool("");
  showWorkshop();
  refresh(false);
  if (open && !desk.author) document.getElementById("desk-author").focus();
}

function deskSays(text, wrong) {
  const box = document.getElementById("desk-said");
  box.textContent = text;
  box.classList.toggle("wrong", Boolean(wrong));
  if (!wrong) announce(text);
}

// Whether there is a name to write under; without one nothing is made.
function signed() {
  if (desk.author) return true;
  if (deskBar.hidden) toggleDesk(true);
  deskSays(say("author_first"), true);
  document.getElementById("desk-author").focus();
  return false;
}

function setTool(name) {
  tool.name = name;
  tool.from = name === "link" && state.selected ? state.selected : null;
  tool.to = null;
  const form = document.getElementById("desk-form");
  form.replaceChildren(...(name === "node" ? nodeForm() : name === "link" ? linkForm() : []));
  form.hidden = !name;
  for (const button of deskBar.querySelectorAll("[data-tool]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tool === name));
  }
  const first = form.querySelector("input");
  if (first && name === "node") first.focus();
  if (name === "link") announce(say(tool.from ? "link_to" : "link_from"));
}

function nodeForm() {
  const near = nodeBase.get(state.selected);
  return [
    el("select", { id: "node-type", "aria-label": say("filter_type") },
      addedTypes.map((type) => el("option", { value: type }, say("type_" + type)))),
    el("input", { id: "node-label", type: "text", maxlength: shop.limits.name, placeholder: say("node_label"),
      "aria-label": say("node_label"), autocomplete: "off" }),
    near ? el("label", {}, el("input", { type: "checkbox", id: "node-link", checked: true }),
      el("span", {}, sayWith("node_link", { name: inWords(near.name) }))) : null,
    el("button", { type: "submit" }, say("add")),
    el("button", { type: "button", click: () => setTool("") }, say("cancel")),
  ].filter(Boolean);
}

function linkForm() {
  const name = (id) => (id ? nodeBase.get(id).name : "…");
  const ready = tool.from && tool.to;
  return [
    el("span", { class: "ends" }, sayWith("link_pair", { from: inWords(name(tool.from)), to: inWords(name(tool.to)) })),
    ready ? el("input", { id: "link-text", type: "text", maxlength: shop.limits.text, placeholder: say("link_text"),
      "aria-label": say("link_text"), autocomplete: "off" })
      : el("span", { class: "hint" }, say(tool.from ? "link_to" : "link_from")),
    ready ? el("button", { type: "submit" }, say("add")) : null,
    el("button", { type: "button", click: () => setTool("") }, say("cancel")),
  ].filter(Boolean);
}

function submitForm(event) {
  event.preventDefault();
  if (!signed()) return;
  if (tool.name === "node") addNamed();
  else if (tool.from && tool.to) {
    act([makeOperation("add-link", { from: tool.from, to: tool.to,
      text: document.getElementById("link-text").value })]);
    deskSays(say("link_added"));
    setTool("");
  }
}

function addNamed() {
  const label = document.getElementById("node-label");
  if (!foldName(label.value)) {
    label.focus();
    return;
  }
  const box = document.getElementById("node-link");
  const near = box && box.checked && state.selected ? [state.selected] : [];
  const made = makeOperation("add-node", { type: document.getElementById("node-type").value, label: label.value,
    plan: planFor(near) });
  const tie = box && box.checked && state.selected
    ? [makeOperation("add-link", { from: nodeOf(made), to: state.selected })] : [];
  act([made, ...tie]);
  bringIntoSight(nodeOf(made));
  deskSays(say("node_added", { name: made.label }));
  // The next card can be typed at once.
  label.value = "";
  label.focus();
}

// In the middle of drawing a line, choosing a node names an end of it.
function pickEnd(id) {
  if (tool.name !== "link" || !id || !nodeBase.has(id)) return false;
  if (!tool.from) tool.from = id;
  else if (id !== tool.from) tool.to = id;
  const form = document.getElementById("desk-form");
  form.replaceChildren(...linkForm());
  const reason = document.getElementById("link-text");
  // The Enter that chose a hit of the search must not send the form as well.
  if (reason) window.setTimeout(() => reason.focus());
  else announce(say("link_to"));
  return true;
}

// What a note would be stuck to: the selection, else the whole plan.
function noteTarget() {
  const edge = edgeBase.get(state.link);
  if (edge && edge.operation) return iriOf(log.get(edge.operation));
  return state.selected || desk.plan;
}

function targetName(iri) {
  const about = log.get(operationOf(iri));
  if (planNames.has(iri)) return several ? planNames.get(iri) : say("whole_plan");
  if (nodeBase.has(iri)) return nodeBase.get(iri).name;
  return about ? operationName(about) : say("whole_plan");
}

function operationName(operation) {
  if (operation.kind === "add-node") return operation.label;
  if (operation.kind === "add-link") return targetName(operation.from) + " ― " + targetName(operation.to);
  return operation.text || say("kind_" + operation.kind);
}

function stickNote(event) {
  if (event.isComposing || event.key !== "Enter") return;
  event.preventDefault();
  const field = event.target;
  if (!field.value.trim() || !signed()) return;
  act([makeOperation("note", { on: [noteTarget()], text: field.value })]);
  field.value = "";
  deskSays(say("note_stuck", { name: targetName(noteTarget()) }));
  field.focus();
}

function fileName(ending) {
  return ((desk.author || "enishi") + ending).replace(/[\\/:*?"<>|\u0000-\u001f]/g, "_");
}

function savePatch() {
  if (!signed()) return;
  download(new Blob([patchText([...log.values()], desk.author)], { type: "application/json" }), fileName(".enishi.json"));
  for (const id of log.keys()) savedIds.add(id);
  autosave();
  showWorkshop();
  deskSays(say("patch_saved", { file: fileName(".enishi.json") }));
}

// The page as it was opened, with the operations in it.
function savePage() {
  const copy = pristine.cloneNode(true);
  // vis-network writes its styles again when the page is opened.
  [...copy.querySelectorAll("head style")].slice(1).forEach((style) => style.remove());
  const held = JSON.parse(autosaved());
  const ids = new Set(log.keys());
  const said = Object.assign({}, shop, { saved: Object.assign(held, { saved: [...ids] }) });
  copy.querySelector("#enishi-workshop").textContent = JSON.stringify(said).replace(/[<>&\u2028\u2029]/g,
    (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  download(new Blob(["<!doctype html>\n" + copy.outerHTML + "\n"], { type: "text/html" }), fileName(".html"));
  for (const id of ids) savedIds.add(id);
  autosave();
  showWorkshop();
  deskSays(say("page_saved", { file: fileName(".html") }));
}

async function takeFiles(files) {
  if (!planNames.size) return;
  if (deskBar.hidden) toggleDesk(true);
  const told = [];
  let wrong = false;
  for (const file of files) {
    try {
      if (file.size > shop.limits.bytes) throw broken("patch_big");
      const fresh = takeIn(readPatch(await file.text()));
      const who = [...new Set(fresh.map((each) => each.author))].join("、");
      told.push(say("taken", { file: file.name, n: fresh.length, who: who || "―" }));
    } catch (error) {
      wrong = true;
      told.push(say("refused", { file: file.name, why: error.message }));
    }
  }
  changed();
  showWorkshop();
  deskSays(told.join("\n"), wrong);
}

function showWorkshop() {
  const waiting = unsaved();
  // Whoever is given a map with proposals in it must see that there are some.
  const badge = waiting ? "　" + say("unsaved", { n: waiting })
    : counting.length && deskBar.hidden ? "　" + say("n_items", { n: counting.length }) : "";
  deskOpen.textContent = say("workshop") + badge;
  deskOpen.hidden = !planNames.size;
  deskOpen.setAttribute("aria-expanded", String(!deskBar.hidden));
  deskOpen.classList.toggle("waiting", waiting > 0);
  if (deskBar.hidden) return;
  document.getElementById("desk-unsaved").textContent = say("unsaved", { n: waiting });
  document.getElementById("desk-unsaved").classList.toggle("waiting", waiting > 0);
  document.getElementById("desk-undo").disabled = !desk.done.length;
  document.getElementById("desk-redo").disabled = !desk.undone.length;
  const note = document.getElementById("desk-note");
  note.placeholder = say("note_on", { name: targetName(noteTarget()) });
  showKept();
}

// Where the work is kept, and where it is not.
function showKept() {
  const box = document.getElementById("desk-kept");
  box.classList.toggle("wrong", !desk.storage || desk.misfits > 0);
  const parts = [say(desk.storage ? "autosave_on" : "autosave_off")];
  if (desk.misfits) parts.push(say("misfits", { n: desk.misfits }));
  box.replaceChildren(parts.join(" "), ...desk.elsewhere.map((other) => el("button", { type: "button",
    click: () => takeElsewhere(other) }, say("elsewhere", { n: other.count, file: fileOf(other.path) }))));
}

function fileOf(path) {
  try {
    return decodeURIComponent(path.split("/").pop());
  } catch {
    return path.split("/").pop();
  }
}

function takeElsewhere(other) {
  try {
    const said = JSON.parse(localStorage.getItem(other.key));
    const operations = said.operations.map(readOwn);
    const before = new Set(savedIds);
    const fresh = takeIn(operations);
    // What was not in a file there is not in one here.
    const there = new Set(said.saved);
    for (const each of fresh) if (!before.has(each.id) && !there.has(each.id)) savedIds.delete(each.id);
    if (!desk.author && typeof said.author === "string") desk.author = foldName(said.author);
    desk.elsewhere = desk.elsewhere.filter((one) => one !== other);
    buildDesk();
    changed();
    deskSays(say("taken", { file: fileOf(other.path), n: fresh.length, who: desk.author }));
  } catch (error) {
    deskSays(say("refused", { file: fileOf(other.path), why: error.message }), true);
  }
}

function deskField(id, key, value, change) {
  return el("label", {}, say(key), el("input", { type: "text", id: id, value: value, maxlength: shop.limits.name,
    autocomplete: "off", placeholder: say(key + "_example"), input: (event) => change(event.target.value) }));
}

// Of several plans: the one that new items and notes on nothing chosen go to.
function planChoice() {
  return el("label", {}, say("desk_plan"), el("select", { id: "desk-plan", change: (event) => {
    desk.plan = event.target.value;
    autosave();
    showWorkshop();
  } }, [...planNames].map(([iri, name]) => el("option", { value: iri, selected: iri === desk.plan }, name))));
}

function buildDesk() {
  const button = (id, key, act_, extra) => el("button", Object.assign({ type: "button", id: id, click: act_ }, extra), say(key));
  const files = el("input", { type: "file", id: "desk-files", accept: ".json,application/json", multiple: true,
    class: "away", tabindex: "-1", "aria-label": say("open_patch"), change: (event) => {
      takeFiles([...event.target.files]);
      event.target.value = "";
    } });
  deskBar.lang = state.lang;
  deskBar.replaceChildren(
    el("div", { class: "row" },
      deskField("desk-author", "author", desk.author, (value) => {
        desk.author = foldName(value);
        autosave();
      }),
      several ? planChoice() : null,
      el("span", { class: "group" },
        button("desk-node", "add_node", () => setTool(tool.name === "node" ? "" : "node"), { "data-tool": "node", "aria-pressed": "false" }),
        button("desk-link", "add_link", () => setTool(tool.name === "link" ? "" : "link"), { "data-tool": "link", "aria-pressed": "false" })),
      el("input", { type: "text", id: "desk-note", maxlength: shop.limits.text, "aria-label": say("note_label"),
        autocomplete: "off", keydown: stickNote }),
      el("span", { class: "group" }, button("desk-undo", "undo", undo), button("desk-redo", "redo", redo))),
    el("form", { id: "desk-form", class: "row", hidden: true, submit: submitForm }),
    el("div", { class: "row" },
      el("output", { id: "desk-unsaved" }),
      el("span", { class: "group" },
        button("desk-save", "save_patch", savePatch),
        button("desk-page", "save_page", savePage),
        button("desk-open", "open_patch", () => files.click()), files),
      el("span", { class: "group" },
        button("desk-outcome", "outcome", () => showOutcome()),
        button("desk-story", "story", () => showStory())),
      deskField("desk-workshop", "workshop_name", desk.workshop, (value) => {
        desk.workshop = foldName(value);
        autosave();
      })),
    el("div", { class: "told" }, el("p", { id: "desk-kept" }), el("p", { id: "desk-said", role: "alert" })));
  showWorkshop();
}

// In the other language; what is being typed stays.
function relabelDesk() {
  if (!deskBar.firstChild || deskBar.lang === state.lang) return;
  const typed = document.getElementById("desk-note").value;
  buildDesk();
  document.getElementById("desk-note").value = typed;
  setTool(tool.name);
  fillStory();
  if (!outcome.hidden) showOutcome();
  if (playing >= 0) play(playing);
}

function startWorkshop() {
  if (!planNames.size) return;
  buildDesk();
  deskOpen.addEventListener("click", () => toggleDesk(deskBar.hidden));
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer && [...event.dataTransfer.types].includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer || !event.dataTransfer.files.length) return;
    event.preventDefault();
    takeFiles([...event.dataTransfer.files]);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !typing && (key === "z" || key === "y")) {
      event.preventDefault();
      if (key === "y" || event.shiftKey) redo();
      else undo();
    } else if (event.key === "Escape" && tool.name) {
      event.stopPropagation();
      setTool("");
    } else if (key === "n" && document.getElementById("shortcuts").checked && !typing && editing() && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      document.getElementById("desk-note").focus();
    }
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if (!desk.storage && unsaved()) event.preventDefault();
  });
  window.addEventListener("storage", (event) => {
    if (event.key === ownKey) deskSays(say("other_tab"), true);
  });
  drawProposals();
  // A table that loads the page again goes on where it was.
  if (desk.open || unsaved() || desk.misfits || desk.elsewhere.length) toggleDesk(true);
}
