/* Nothing here is needed to answer: without it every page still works. */
"use strict";

/* A number field becomes a line without a handle; it holds no value until it is touched or keyed. */
function line(box) {
  const field = box.querySelector("input");
  const range = document.createElement("input");
  const { low, high, empty, of } = box.dataset;
  const [left, right] = Array.from(box.querySelectorAll(".pole"), (pole) => pole.textContent);
  Object.assign(range, { type: "range", className: "line", min: low, max: high, step: 1 });
  range.setAttribute("aria-labelledby", "l-" + field.name);
  if (field.hasAttribute("aria-invalid")) {
    range.setAttribute("aria-invalid", "true");
    range.setAttribute("aria-describedby", "e-" + field.name);
  }
  const typed = field.value.trim();
  const known = /^-?\d{1,9}$/.test(typed) && +typed >= +low && +typed <= +high;
  const show = (value) => {
    field.value = value;
    box.classList.toggle("bare", value === "");
    const words = { value, low, high, left, right };
    range.setAttribute("aria-valuetext", value === "" ? empty : of.replace(/{(\w+)}/g, (_, name) => words[name]));
  };
  const answer = (value) => {
    if (field.value === value) return;
    show(value);
    tell(field);
  };
  if (known) range.value = typed;
  range.addEventListener("input", () => show(range.value));
  /* A tap on the exact middle moves nothing, so it is no input; and a finger that only wants to scroll has moved
     the handle before the browser knows. */
  let before = null;
  range.addEventListener("pointerdown", () => { before = [range.value, field.value]; });
  range.addEventListener("pointerup", () => {
    if (before) answer(range.value);
    before = null;
  });
  range.addEventListener("pointercancel", () => {
    if (!before) return;
    range.value = before[0];
    answer(before[1]);
    before = null;
  });
  range.addEventListener("keydown", (event) => {
    if (event.key !== " " && (event.key !== "Enter" || field.value)) return;
    event.preventDefault();
    answer(range.value);
  });
  field.before(range);
  range.id = field.id;
  field.removeAttribute("id");
  clearing(box, field.name, () => {
    range.value = (+low + +high) / 2;
    answer("");
    range.focus();
  });
  box.classList.add("live");
  show(known ? typed : "");
}

/* Circles cannot be tapped empty again. */
function circles(box) {
  const all = Array.from(box.querySelectorAll("input[type=radio]"));
  clearing(box, all[0].name, () => {
    for (const one of all) one.checked = false;
    tell(all[0]);
    all[0].focus();
  });
}

/* Beside an answer that may be left out; the style shows it only while there is one. */
function clearing(box, name, act) {
  if (!box.dataset.clear) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "quiet clear", textContent: box.dataset.clear });
  button.setAttribute("aria-describedby", "l-" + name);
  button.addEventListener("click", act);
  (box.querySelector(".options, .points") || box).append(button);
}

/* What the script changed, as if by hand: for those below who listen. */
function tell(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/* What has been answered since is no longer called wrong. Its lines keep their place, so that nothing moves. */
function mending(form, list) {
  const lines = Array.from(list.querySelectorAll("li")), head = list.querySelector("h2");
  const says = lines.map((one) => one.dataset.left);
  form.addEventListener("input", ({ target }) => {
    const box = target.closest(".wrong");
    const at = box ? lines.findIndex((one) => box.querySelector(one.firstChild.hash)) : -1;
    if (at < 0) return;
    box.classList.replace("wrong", "mended");
    box.querySelector(".error").removeAttribute("id");
    box.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    list.removeAttribute("role");
    lines.splice(at, 1)[0].className = "mended";
    document.title = document.title.replace(head.textContent, () => says[lines.length]);
    head.textContent = says[lines.length];
    list.classList.toggle("mended", !lines.length);
  });
}

/* A link in the address's last part would open every later page there. */
function tidy() {
  if (location.href.includes("#")) history.replaceState(history.state, "", location.pathname + location.search);
}

function copying(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.copied;
  });
}

/* A second click within two seconds is a slip; after that it is meant, and the server takes it once anyway.
   Without a connection the page stays as it is, and is sent once when there is one again. */
function sending(form, told) {
  const notice = document.querySelector(".offline");
  let sent = -Infinity, waiting = null;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sent < 2000) { event.preventDefault(); return; }
    if (notice && !navigator.onLine) {
      event.preventDefault();
      notice.hidden = false;
      notice.scrollIntoView({ block: "nearest" });
      waiting = { by: event.submitter };
      return;
    }
    sent = event.timeStamp;
    form.classList.add("sent");
    setTimeout(() => form.classList.remove("sent"), 2000);
    told?.();
  });
  addEventListener("online", () => {
    if (!waiting) return;
    const { by } = waiting;
    waiting = null;
    notice.hidden = true;
    form.requestSubmit(by);
  });
  addEventListener("pageshow", () => { sent = -Infinity; form.classList.remove("sent"); });
}

/* What is typed lives in this tab until the page has been answered: a reload or a lost connection costs nothing. */
function keeping(form) {
  const at = location.pathname, n = form.elements.n.value;
  let store;
  try { store = sessionStorage; } catch { return; }
  const known = JSON.parse(store.getItem("typed") || "{}");
  if (known.at === at && known.n === n) known.fields.forEach(([name, value]) => refill(form, name, value));
  else store.removeItem("typed");
  const keep = () => {
    const fields = Array.from(new FormData(form)).filter(([name]) => name !== "n" && name[0] !== "_");
    store.setItem("typed", JSON.stringify({ at, n, fields }));
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}

/* Whoever does something on a page that stays is where they were, with the hand on what they pressed. */
function staying(form) {
  let store;
  try { store = sessionStorage; } catch { return; }
  const at = location.pathname, kept = JSON.parse(store.getItem("stay") || "null");
  store.removeItem("stay");
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.name !== "deed") return;
    store.setItem("stay", JSON.stringify({ at, y: scrollY, deed: submitter.value }));
  });
  if (!kept || kept.at !== at || document.getElementById("problems")) return;
  const value = CSS.escape(kept.deed);
  const pressed = form.querySelector(`[data-do="${value}"]`) || form.querySelector(`[name=deed][value="${value}"]`);
  const folded = pressed?.closest("details:not([open])");
  const back = () => scrollTo(0, kept.y);
  (folded ? folded.querySelector("summary") : pressed)?.focus({ preventScroll: true });
  back();
  addEventListener("load", back, { once: true });
}

function refill(form, name, value) {
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
    else if (field.matches("input, textarea") && !field.value) field.value = value;
  }
}

/* Times in milliseconds since the page was shown, in numbered batches: with the answers, or when the page is left. */
function noting(form) {
  const n = form.elements.n.value, view = 100 * Math.floor(1e4 * Math.random()), start = performance.now();
  const now = () => Math.round(performance.now() - start);
  const figures = document.querySelectorAll(".figure"), inView = new Set();
  const score = clock(), away = clock();
  let k = 0, losses = 0, events = [["shown", 0]], unsent = [], answered = false;

  const look = (what) => {
    const gone = document.hidden || !document.hasFocus();
    if (away.turn(gone, now())) losses += 1;
    score.turn(!document.hidden && inView.size > 0, now());
    if (what) events.push([what, now()]);
    if (events.length > 200) send();
  };
  const pack = (end) => {
    const at = now();
    if (figures.length) events.push(["score", at, score.read(at)]);
    events.push(["away", at, away.read(at), losses]);
    if (end) events.push([end, at]);
    unsent.push([view + k++, events]);
    events = [];
  };
  const send = (end) => {
    if (k > 90) return;
    pack(end);
    const body = new URLSearchParams({ n, act: "left", _seen: JSON.stringify(unsent) });
    if (navigator.sendBeacon(location.href, body)) unsent = [];
  };

  if (figures.length) {
    const watcher = new IntersectionObserver((seen) => {
      for (const one of seen) inView[one.intersectionRatio >= .5 ? "add" : "delete"](one.target);
      look();
    }, { threshold: [0, .5, 1] });
    figures.forEach((figure) => {
      const later = figure.closest(".later");
      const watch = () => watcher.observe(figure);
      if (later && getComputedStyle(figure).visibility === "hidden") later.addEventListener("animationstart", watch, { once: true });
      else watch();
    });
  }
  look();
  document.addEventListener("visibilitychange", () => look(document.hidden ? "hidden" : "visible"));
  addEventListener("blur", () => look("blur"));
  addEventListener("focus", () => look("focus"));
  form.addEventListener("input", () => { events.push(["first", now()]); }, { once: true });
  addEventListener("pageshow", () => { answered = false; });
  addEventListener("pagehide", () => { if (!answered) send("left"); });

  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "_seen" });
  form.append(field);
  return () => {
    answered = true;
    pack("submit");
    field.value = JSON.stringify(unsent);
  };
}

/* Milliseconds for which something held; `turn` says that it now does or does not, and whether it just began. */
function clock() {
  let sum = 0, since = null;
  return {
    turn(holds, at) {
      const began = holds && since === null;
      if (since !== null) sum += at - since;
      since = holds ? at : null;
      return began;
    },
    read: (at) => sum + (since === null ? 0 : at - since),
  };
}

const page = Array.from(document.forms).find((form) => form.elements.n);
if (page) { keeping(page); staying(page); }
else try { sessionStorage.removeItem("typed"); } catch { /* no storage, nothing kept */ }
document.querySelectorAll(".slider").forEach(line);
document.querySelectorAll("fieldset[data-clear], .pair[data-clear]").forEach(circles);
document.querySelectorAll("[data-copy]").forEach(copying);
for (const form of document.forms) sending(form, form === page ? noting(form) : null);
const problems = document.getElementById("problems");
problems?.focus();
if (problems) mending(page, problems);
tidy();
addEventListener("hashchange", tidy);
