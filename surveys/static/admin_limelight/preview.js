// Somebody walks inside the frame: the list, the switches and the buttons around it follow. A click on one of
// them moves the frame alone, so that the page around it stays where it is.
const frame = document.getElementById("frame");
const stage = frame.parentElement;
const here = new URL(location);
const steps = Array.from(document.querySelectorAll("[data-step]"));
const skips = Array.from(document.querySelectorAll("[data-skip]"));
const afresh = document.querySelector("[data-afresh]");
const drawn = document.querySelector(".ll-drawn");
const chosen = document.querySelector("[data-choose] select");
const folds = matchMedia("(max-width: 1023px)");
const pages = document.querySelector(".ll-pages details");
if (folds.matches) pages.open = false;

// What was filled in may stand below the frame's edge: it is brought into sight, the page around it stays.
const ANSWERED = "input:checked, input[type=number], input[type=text], input[type=range], textarea";
function show_filled() {
  const page = frame.contentDocument;
  const first = [...page.querySelectorAll(ANSWERED)].find((field) => field.type === "radio" || field.value !== "");
  const box = first?.closest("fieldset, .question, label")?.getBoundingClientRect();
  if (box && box.bottom > frame.clientHeight) frame.contentWindow.scrollTo(0, box.top - frame.clientHeight / 3);
}

function mark(link, is_here, value) {
  if (is_here) link.setAttribute("aria-current", value);
  else link.removeAttribute("aria-current");
}

const is_over = (step) => step === "stop" || step.startsWith("ended.");

// What was done on a page is nobody's on another page; what was done or answered in one group, nobody's in another,
// whose walk begins at the first page where this one is over.
function change(query, name, value) {
  if (["step", "arm"].includes(name) && query.get(name) !== value) ["did", "origin"].forEach((one) => query.delete(one));
  if (name === "arm" && query.get(name) !== value) {
    query.delete("kept");
    if (is_over(query.get("step") ?? "")) query.set("step", afresh.dataset.change.split("=")[1]);
  }
  query.set(name, value);
}

// Where the links lead from the frame's page, without scripts and in a new tab.
function lead(inner) {
  for (const link of document.querySelectorAll("[data-change], [data-to], [data-other]")) {
    const query = new URLSearchParams(inner);
    if (here.searchParams.has("width")) query.set("width", here.searchParams.get("width"));
    if (link.dataset.change) change(query, ...new URLSearchParams(link.dataset.change).entries().next().value);
    if (link === afresh) query.delete("kept");
    if ("other" in link.dataset) query.set("row", 1 + Number(inner.get("row")));
    link.href = `${link.dataset.to ?? ""}?${query}`;
  }
}

function follow(inner) {
  const step = inner.get("step") ?? "", at = steps.findIndex((link) => link.dataset.change === `step=${step}`);
  const has_ended = step.startsWith("ended.");
  steps.forEach((link, i) => mark(link, i === at, "page"));
  for (const link of document.querySelectorAll("[data-change^='arm=']"))
    mark(link, new URLSearchParams(link.dataset.change).get("arm") === inner.get("arm"), "true");
  if (chosen) chosen.value = inner.get("arm");
  drawn.textContent = at < 0 ? "" : JSON.parse(steps[at].dataset.drawn)[inner.get("arm")] ?? "";
  const place = (skip) => steps.findIndex((link) => link.dataset.change === skip.dataset.change);
  const onward = has_ended ? undefined : skips.find((skip) => place(skip) > at);
  skips.forEach((skip) => { skip.hidden = skip !== onward; });
  document.querySelectorAll("[data-until-end]").forEach((one) => { one.hidden = is_over(step); });
  afresh.hidden = !is_over(step);
  document.querySelectorAll("[data-at-end]").forEach((one) => { one.hidden = !has_ended; });
  const list = steps[0]?.closest(".ll-pages");
  if (at >= 0 && !folds.matches) list.scrollTop = steps[at].offsetTop - list.clientHeight / 2;
}

function on_load() {
  const inner = new URLSearchParams(frame.contentWindow.location.search);
  if (inner.has("fill")) show_filled();
  inner.delete("fill");
  stage.removeAttribute("aria-busy");
  if (!inner.has("step")) return;
  lead(inner);
  follow(inner);
  const query = new URLSearchParams(inner);
  if (here.searchParams.has("width")) query.set("width", here.searchParams.get("width"));
  history.replaceState(history.state, "", `?${query}`);
}

function resize(link) {
  frame.width = link.dataset.width;
  here.searchParams.set(...link.dataset.change.split("="));
  document.querySelectorAll("[data-width]").forEach((one) => mark(one, one === link, "true"));
  on_load();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-change]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.dataset.width) { resize(link); return; }
  if (folds.matches && "step" in link.dataset) pages.open = false;
  stage.setAttribute("aria-busy", "true");
  frame.contentWindow.location.assign(new URL(new URL(link.href).search, frame.src));
});
if (chosen) {
  chosen.form.querySelector("button").hidden = true;
  chosen.addEventListener("change", () => {
    const query = new URLSearchParams(frame.contentWindow.location.search);
    change(query, "arm", chosen.value);
    stage.setAttribute("aria-busy", "true");
    frame.contentWindow.location.assign(new URL(`?${query}`, frame.src));
  });
}
frame.addEventListener("load", on_load);
if (frame.contentDocument?.readyState === "complete") on_load();
