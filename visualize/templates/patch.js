// Patches (docs/patch-format.md): the same rules as graph/patches.py, and nothing of a patch is
// ever markup. A broken rule throws an Error whose message is for the reader.

// The page before anything is changed in it: what "save the page" writes.
const pristine = document.documentElement.cloneNode(true);
const shop = readBlock("enishi-workshop");
const several = shop.plans.length > 1;
// Of several plans each name begins with the letter that the numbers of its goals have.
const planNames = new Map(shop.plans.map((plan) => [plan.iri, several ? plan.letter + " " + plan.name : plan.name]));
const editKinds = {
  "add-node": ["type", "label"],
  "add-link": ["from", "to"],
  note: ["on"],
  vote: ["on"],
  accept: ["on"],
  reject: ["on"],
  comment: ["on"],
  story: ["steps"],
  undo: ["target"],
};
const addedTypes = ["project", "section", "partner"];
const idForm = /^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-9a-f]{32})$/;
const timeForm = /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const iriForm = /^[a-z][a-z0-9+.-]*:[^\u0000-\u0020<>"{}|\\^`\u007f-\u009f]+$/i;
const badForm = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff]/u;

function broken(key, values) {
  return new Error(say(key, values));
}

function foldName(text) {
  return text.normalize("NFKC").replace(/\s+/g, " ").trim();
}

function readString(said, key, most, empty) {
  const value = said[key] === undefined && empty ? "" : said[key];
  if (typeof value !== "string" || (!empty && !value.trim())) throw broken("patch_no", { key: key });
  const plain = value.replace(/\r\n?/g, "\n");
  if ([...plain].length > most) throw broken("patch_long", { key: key, most: most });
  if (badForm.test(plain)) throw broken("patch_character", { key: key });
  return plain;
}

function readName(said, key) {
  const folded = foldName(readString(said, key, shop.limits.name));
  if (!folded) throw broken("patch_no", { key: key });
  return folded;
}

function readIri(value, key) {
  if (typeof value !== "string" || value.length > shop.limits.text || !iriForm.test(value)) {
    throw broken("patch_iri", { key: key });
  }
  return value;
}

function readTime(said) {
  const value = readString(said, "time", 30);
  const day = new Date(value);
  const real = timeForm.test(value) && !Number.isNaN(day.getTime())
    && day.toISOString().slice(0, 19) === value.slice(0, 19);
  if (!real) throw broken("patch_time");
  return value.replace(/(\.\d*?)0+Z$/, "$1Z").replace(/\.Z$/, "Z");
}

function readOn(said, kind) {
  const most = ["accept", "reject", "comment", "vote"].includes(kind) ? 3 : 1;
  if (!Array.isArray(said.on) || !said.on.length || said.on.length > most) {
    throw broken("patch_on", { most: most });
  }
  const found = said.on.map((value) => readIri(value, "on"));
  if (new Set(found).size !== found.length) throw broken("patch_on", { most: most });
  return found.sort((a, b) => (a < b ? -1 : 1));
}

function readSteps(said) {
  if (!Array.isArray(said.steps) || said.steps.length > shop.limits.steps) throw broken("patch_steps");
  return said.steps.map((step) => {
    if (!isRecord(step)) throw broken("patch_steps");
    onlyFields(step, ["view", "note"]);
    return { view: readString(step, "view", shop.limits.text, true),
      note: readString(step, "note", shop.limits.text, true).trim() };
  });
}

function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function onlyFields(said, known) {
  const odd = Object.keys(said).find((key) => !known.includes(key));
  if (odd !== undefined) throw broken("patch_field", { key: odd.slice(0, 40) });
}

// One operation with its fields in a fixed order, so that the same operation is the same text.
// Without `plan` it names its own.
function readOperation(said, plan) {
  if (!isRecord(said)) throw broken("patch_operation");
  const kind = said.kind;
  if (typeof kind !== "string" || !Object.hasOwn(editKinds, kind)) throw broken("patch_kind");
  const own = plan ? [] : ["plan"];
  onlyFields(said, ["id", "kind", "author", "time", "workshop", "text", ...own, ...editKinds[kind]]);
  const id = readString(said, "id", 40);
  if (!idForm.test(id)) throw broken("patch_id");
  const made = { id: id, plan: plan || readIri(said.plan, "plan"), kind: kind, author: readName(said, "author"), time: readTime(said),
    workshop: readName(said, "workshop") };
  if (kind === "add-link") {
    made.from = readIri(said.from, "from");
    made.to = readIri(said.to, "to");
    if (made.from === made.to) throw broken("patch_same");
  }
  if (editKinds[kind].includes("on")) made.on = readOn(said, kind);
  if (kind === "add-node") {
    if (!addedTypes.includes(said.type)) throw broken("patch_type");
    made.type = said.type;
    made.label = readName(said, "label");
  }
  if (kind === "undo") {
    made.target = readString(said, "target", 40);
    if (!idForm.test(made.target)) throw broken("patch_id");
  }
  const text = readString(said, "text", shop.limits.text, true).trim();
  if (!text && (kind === "note" || kind === "comment")) throw broken("patch_no", { key: "text" });
  if (text) made.text = text;
  if (kind === "story") made.steps = readSteps(said);
  return made;
}

function inOperation(number, said, read) {
  try {
    return read();
  } catch (error) {
    const id = isRecord(said) && typeof said.id === "string" ? said.id.slice(0, 40) : "?";
    throw new Error(say("patch_at", { n: number, id: id, why: error.message }));
  }
}

// The operations of a patch's text; throws when any of it breaks a rule.
function readPatch(text) {
  let said;
  if (new Blob([text]).size > shop.limits.bytes) throw broken("patch_big");
  try {
    said = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw broken("patch_json");
  }
  if (!isRecord(said) || said.enishi !== "patch") throw broken("patch_none");
  if (!shop.versions.includes(said.version)) throw broken("patch_version");
  const [onePlan] = shop.versions;
  onlyFields(said, ["enishi", "version", "author", "operations", ...(said.version === onePlan ? ["plan"] : [])]);
  if (!Array.isArray(said.operations)) throw broken("patch_none");
  if (said.operations.length > shop.limits.operations) throw broken("patch_big");
  readName(said, "author");
  const plan = said.version === onePlan ? readIri(said.plan, "plan") : "";
  if (plan && !planNames.has(plan)) throw broken("patch_plan");
  return said.operations.map((each, at) => inOperation(at + 1, each, () => {
    const read = readOperation(each, plan);
    if (!planNames.has(read.plan)) throw broken("patch_plan");
    return read;
  }));
}

function inOrder(operations) {
  const key = (operation) => operation.time.slice(0, -1) + " " + operation.id;
  return [...operations].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function earlier(one, other) {
  return inOrder([one, other])[0] === one && one !== other;
}

// A file of operations on one plan names it once, so that maps of that plan alone can read it.
function patchText(operations, author) {
  const plans = new Set(operations.map((each) => each.plan));
  const [onePlan, severalPlans] = shop.versions;
  const head = plans.size > 1 ? { enishi: "patch", version: severalPlans, author: author }
    : { enishi: "patch", version: onePlan, plan: [...plans, ...planNames.keys()][0], author: author };
  const said = inOrder(operations).map((each) =>
    (plans.size > 1 ? each : Object.assign({}, each, { plan: undefined })));
  return JSON.stringify(Object.assign(head, { operations: said }), null, 1) + "\n";
}

function iriOf(operation) {
  return operation.plan + "/proposals/" + operation.id;
}

// The id of the operation that an IRI of P/proposals belongs to, or "".
function operationOf(iri) {
  const found = /^(.+)\/proposals\/([0-9a-f-]{32,36})(\/node)?$/.exec(iri);
  return found && planNames.has(found[1]) ? found[2] : "";
}

// 【plan】 before what belongs to it, where there are several: the letter, and as much of the name as
// tells it; the legend and the panel have all of it.
function planTag(plan) {
  return several ? el("small", { class: "plan" }, "【", inWords(briefPlan(plan)), "】") : "";
}

function briefPlan(plan) {
  return short(planNames.get(plan), 14);
}

// The plans that have a thing; sections and partners may be of several.
function homesOf(iri) {
  const all = [...planNames.keys()];
  const about = operationOf(iri);
  if (about) return all.filter((plan) => iri.startsWith(plan + "/proposals/" + about));
  if (!several || planNames.has(iri)) return several ? [iri] : all;
  const told = shop.homes[iri];
  return told ? told.map((at) => all[at]) : all.filter((plan) => iri.startsWith(plan + "/"));
}

function aboutOf(operation) {
  return [...(operation.on || []), ...(operation.from ? [operation.from, operation.to] : [])];
}

// The operations that count: not taken back by a later one that counts, about what counts.
function countingOf(operations) {
  const known = new Map(operations.map((each) => [each.id, each]));
  const gone = new Set();
  for (const each of inOrder(operations).reverse()) {
    const target = known.get(each.target);
    const may = each.kind === "undo" && target && target.author === each.author && earlier(target, each);
    if (may && !gone.has(each.id)) gone.add(target.id);
  }
  for (let more = true; more;) {
    more = false;
    for (const each of operations) {
      if (gone.has(each.id)) continue;
      const about = aboutOf(each).map(operationOf).filter(Boolean);
      if (about.some((id) => gone.has(id) || !known.has(id))) {
        gone.add(each.id);
        more = true;
      }
    }
  }
  return inOrder(operations).filter((each) => !gone.has(each.id) && each.kind !== "undo");
}

// Whether operations can stand beside those that are known: nothing is named that is not there.
function checkTogether(incoming, known) {
  const all = new Map([...known, ...incoming].map((each) => [each.id, each]));
  incoming.forEach((each, at) => inOperation(at + 1, each, () => {
    const other = known.find((old) => old.id === each.id) || incoming.find((one) => one.id === each.id);
    if (JSON.stringify(other) !== JSON.stringify(each)) throw broken("patch_conflict");
    for (const iri of aboutOf(each)) {
      const about = all.get(operationOf(iri));
      const isNode = iri.endsWith("/node");
      const there = about ? (isNode ? about.kind === "add-node" : !each.from)
        : planNames.has(iri) || (nodeBase.has(iri) && !nodeBase.get(iri).proposed);
      if (!there) throw broken("patch_unknown", { iri: iri.slice(-60) });
    }
    if (aboutOf(each).length && !aboutOf(each).some((iri) => homesOf(iri).includes(each.plan))) {
      throw broken("patch_home");
    }
    const projects = (each.on || []).every((iri) => (nodeBase.get(iri) || {}).type === "project");
    if ((each.on || []).length > 1 && !projects) throw broken("patch_projects");
    if (["accept", "reject"].includes(each.kind) && each.on.length === 1 && !operationOf(each.on[0])) {
      throw broken("patch_projects");
    }
    if (each.kind === "undo") {
      const target = all.get(each.target);
      if (!target || target.plan !== each.plan) throw broken("patch_unknown", { iri: each.target });
      if (target.author !== each.author || !earlier(target, each)) throw broken("patch_own");
    }
  }));
}
