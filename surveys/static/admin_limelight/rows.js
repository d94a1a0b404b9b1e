// Rows of boxes grow and shrink on the page. Without this there is an empty row at the end, and a row that is
// emptied goes when it is saved.
const NAMED = ["name", "id", "for", "aria-describedby", "data-row", "data-lines"];
const rows_of = (lines) => [...lines.querySelectorAll(":scope > [data-row]")];
const number_of = (row) => Number(row.dataset.row.match(/\d+$/)[0]);

function renamed(row, from, to) {
  for (const each of [row, ...row.querySelectorAll("*")])
    for (const name of NAMED)
      if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replaceAll(from, to));
  return row;
}

function emptied(row) {
  for (const box of row.querySelectorAll("input:not([type=checkbox]), textarea")) box.value = "";
  for (const error of row.querySelectorAll(".ll-error")) error.remove();
  for (const wrong of row.querySelectorAll(".ll-wrong")) wrong.classList.remove("ll-wrong");
  return row;
}

function add(button) {
  const lines = button.closest("[data-lines]"), rows = rows_of(lines), last = rows.at(-1);
  const stem = lines.dataset.lines, next = Math.max(...rows.map(number_of)) + 1;
  if (next >= Number(lines.dataset.most)) { button.hidden = true; return; }
  const row = emptied(renamed(last.cloneNode(true), `${stem}__${number_of(last)}`, `${stem}__${next}`));
  row.hidden = false;
  for (const inner of row.querySelectorAll("[data-lines]")) rows_of(inner).slice(1).forEach((each) => each.remove());
  last.after(row);
  row.querySelector("input, textarea").focus();
}

function remove(button) {
  const row = button.closest("[data-row]"), lines = row.closest("[data-lines]");
  emptied(row).hidden = true;
  const shown = rows_of(lines).filter((each) => !each.hidden);
  (shown.at(-1)?.querySelector("input, textarea") ?? lines.querySelector(":scope > [data-add]")).focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-remove]");
  if (!button) return;
  if ("add" in button.dataset) add(button); else remove(button);
});
for (const button of document.querySelectorAll("[data-add], [data-remove]")) button.hidden = false;
