// What this table does: a log of operations, undo and redo, and the autosave.
// An operation that is in no saved file can vanish; one that has been saved is taken back by
// another operation, because other laptops may have it by now.

const log = new Map();
const savedIds = new Set(shop.operations.map((each) => each.id));
const desk = { open: false, plan: [...planNames.keys()][0] || "", author: "", workshop: "", done: [], undone: [], storage: true, elsewhere: [], misfits: 0 };
let counting = [];

const storeKey = "enishi\n" + [...planNames.keys()].join(" ") + "\n";
const ownKey = storeKey + location.pathname;

function unsaved() {
  return [...log.keys()].filter((id) => !savedIds.has(id)).length;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

let lastMade = 0;

// Later than everything this table knows or has just made: an undo comes after what it undoes, a line
// after the item it ends at.
function newTime(author) {
  const latest = [...log.values()].filter((each) => each.author === author)
    .reduce((last, each) => Math.max(last, Date.parse(each.time)), lastMade);
  lastMade = Math.max(Date.now(), latest + 1);
  return readTime({ time: new Date(lastMade).toISOString() });
}

function makeOperation(kind, fields) {
  const author = (fields && fields.author) || desk.author;
  return readOperation(Object.assign({ id: newId(), plan: planFor(aboutOf(fields)), kind: kind, author: author,
    time: newTime(author), workshop: desk.workshop || defaultWorkshop() }, fields));
}

// The plan of an operation: that of the first thing it is about that only one plan has, else the one
// that the table works on, if one of the things is of it.
function planFor(about) {
  const homes = about.map(homesOf);
  const sure = homes.find((plans) => plans.length === 1);
  if (sure) return sure[0];
  const open = homes.flat();
  return !open.length || open.includes(desk.plan) ? desk.plan : open[0];
}

function defaultWorkshop() {
  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  return say("workshop") + " " + now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
}

// An action is what was added and removed at once; performing its inverse undoes it.
function perform(action) {
  const inverse = { added: [], removed: [] };
  for (const operation of action.removed) {
    if (!log.has(operation.id)) continue;
    if (savedIds.has(operation.id)) {
      const undo = makeOperation("undo", { target: operation.id, plan: operation.plan, author: operation.author });
      log.set(undo.id, undo);
      inverse.removed.push(undo);
    } else {
      log.delete(operation.id);
      inverse.added.push(operation);
    }
  }
  for (const operation of action.added) {
    log.set(operation.id, operation);
    inverse.removed.push(operation);
  }
  return inverse;
}

function act(added, removed) {
  desk.done.push(perform({ added: added, removed: removed || [] }));
  desk.undone.length = 0;
  changed();
}

function undo() {
  if (!desk.done.length) return;
  desk.undone.push(perform(desk.done.pop()));
  changed();
  announce(say("undone"));
}

function redo() {
  if (!desk.undone.length) return;
  desk.done.push(perform(desk.undone.pop()));
  changed();
  announce(say("redone"));
}

// Takes one of this table's own operations back, whenever it was made.
function takeBack(operation) {
  act([], [operation]);
}

// The log changed: the map, the panel, the lists and the autosave follow.
function changed() {
  counting = countingOf([...log.values()]);
  drawProposals();
  autosave();
  showPanel();
  refresh(false);
  // A slip alone changes no node: the canvas has to be told.
  network.redraw();
}

function autosaved() {
  return JSON.stringify({ open: desk.open, plan: desk.plan, author: desk.author, workshop: desk.workshop, operations: [...log.values()],
    saved: [...savedIds], done: desk.done, undone: desk.undone });
}

function autosave() {
  try {
    localStorage.setItem(ownKey, autosaved());
    desk.storage = true;
  } catch {
    desk.storage = false;
  }
}

// Pages of one plan used to keep operations without it.
function readOwn(said) {
  return readOperation(said, isRecord(said) && said.plan === undefined && !several ? desk.plan : "");
}

function fits(operation) {
  try {
    checkTogether([operation], [...log.values()]);
    log.set(operation.id, operation);
    return true;
  } catch {
    return false;
  }
}

// What a store or a saved page holds is checked like a patch: a file can be edited by anyone.
// What does not fit, because the plan was read anew since, is left out; gives how much.
function restore(said) {
  const readAll = (list) => (Array.isArray(list) ? list : []).map(readOwn);
  const stacks = (list) => (Array.isArray(list) ? list : []).slice(-500).map((action) =>
    ({ added: readAll(action.added), removed: readAll(action.removed) }));
  const operations = inOrder(readAll(said.operations));
  const done = stacks(said.done);
  const undone = stacks(said.undone);
  // One may build on another that stands behind it: as long as some fit, the rest is tried again.
  let waiting = operations;
  for (let before = -1; before !== waiting.length;) {
    before = waiting.length;
    waiting = waiting.filter((operation) => !fits(operation));
  }
  const misfits = waiting.length;
  for (const id of Array.isArray(said.saved) ? said.saved : []) if (log.has(id)) savedIds.add(id);
  desk.done = misfits ? [] : done;
  desk.undone = misfits ? [] : undone;
  if (planNames.has(said.plan)) desk.plan = said.plan;
  if (typeof said.author === "string") desk.author = foldName(said.author).slice(0, shop.limits.name);
  if (typeof said.workshop === "string") desk.workshop = foldName(said.workshop).slice(0, shop.limits.name);
  return misfits;
}

function restoreText(text) {
  if (!text) return;
  let misfits = 1;
  try {
    const said = JSON.parse(text);
    misfits = restore(said);
    desk.open = said.open === true;
  } catch {
    // What cannot be read is kept as it is, in a place of its own.
  }
  if (!misfits) return;
  desk.misfits = misfits;
  localStorage.setItem(ownKey + "\nmisfits", text);
}

// Before anything is drawn: stored proposals, then what the file keeps, then the autosave.
function openDesk() {
  for (const operation of shop.operations) log.set(operation.id, operation);
  if (isRecord(shop.saved)) restore(shop.saved);
  try {
    restoreText(localStorage.getItem(ownKey));
    // A page that was renamed or moved has left its work under its old name.
    desk.elsewhere = Object.keys(localStorage).filter((key) => key.startsWith(storeKey) && !key.startsWith(ownKey))
      .map((key) => ({ key: key, path: key.slice(storeKey.length), count: waitingIn(key) }))
      .filter((other) => other.count);
  } catch {
    desk.storage = false;
  }
  counting = countingOf([...log.values()]);
}

function waitingIn(key) {
  try {
    const said = JSON.parse(localStorage.getItem(key));
    const saved = new Set(said.saved);
    return said.operations.filter((each) => !saved.has(each.id) && !log.has(each.id)).length;
  } catch {
    return 0;
  }
}

// Operations from another file or laptop; gives how many are new.
function takeIn(operations) {
  checkTogether(operations, [...log.values()]);
  const fresh = operations.filter((each) => !log.has(each.id));
  for (const operation of fresh) {
    log.set(operation.id, operation);
    savedIds.add(operation.id);
  }
  return fresh;
}
