/* Nothing here is needed to answer: without it every page still works. */
"use strict";

/* A number field becomes a line without a handle; it holds no value until it is touched or keyed. */
function line(box) {
  const field = box.querySelector("input");
  const range = document.createElement("input");
  const { low, high, empty, of, clear } = box.dataset;
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
  const take = () => show(range.value);
  if (known) range.value = typed;
  for (const event of ["input", "change", "click"]) range.addEventListener(event, take);
  range.addEventListener("keydown", (event) => {
    if (event.key === " ") { event.preventDefault(); take(); }
  });
  field.before(range);
  range.id = field.id;
  field.removeAttribute("id");
  if (clear) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "quiet clear", textContent: clear });
    button.addEventListener("click", () => { range.value = (+low + +high) / 2; show(""); range.focus(); });
    box.append(button);
  }
  box.classList.add("live");
  show(known ? typed : "");
}

function copying(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.copied;
  });
}

/* A second click within two seconds is a slip; after that it is meant, and the server takes it once anyway. */
function softened(form) {
  let sent = -Infinity;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sent < 2000) { event.preventDefault(); return; }
    sent = event.timeStamp;
    form.classList.add("sent");
    setTimeout(() => form.classList.remove("sent"), 2000);
  });
  addEventListener("pageshow", () => { sent = -Infinity; form.classList.remove("sent"); });
}

document.querySelectorAll(".slider").forEach(line);
document.querySelectorAll("[data-copy]").forEach(copying);
document.querySelectorAll("form").forEach(softened);
document.getElementById("problems")?.focus();
