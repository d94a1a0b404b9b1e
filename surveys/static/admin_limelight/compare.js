// Two groups' pages are walked in parallel; the smallest things that differ are outlined and told in words.
const frames = Array.from(document.querySelectorAll(".ll-sides iframe"));
const told = document.getElementById("differences");
if (matchMedia("(max-width: 1023px)").matches) document.querySelector(".ll-pages details").open = false;

const choose = document.querySelector("[data-choose]");
if (choose) {
  choose.querySelector("button").hidden = true;
  choose.addEventListener("change", () => choose.requestSubmit());
}

// What somebody can see: no hidden fields, which the page's own script adds to.
const content = (node) => Array.from(node.childNodes).filter((one) => one.nodeType === Node.ELEMENT_NODE
  ? !one.matches("input[type=hidden]") : one.nodeType === Node.TEXT_NODE && one.data.trim());
const own = (node) => Array.from(node.attributes ?? [], ({ name, value }) => `${name}=${value}`).join();
const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName;
const words = (node) => (node?.textContent ?? "").replace(/\s+/g, " ").trim();

// Pairs [a, b] of what differs; one of them is null where the other page has nothing there.
function differences(a, b) {
  if (a.nodeType === Node.TEXT_NODE) return words(a) === words(b) ? [] : [[a, b]];
  const found = own(a) === own(b) ? [] : [[a, b]];
  const left = content(a), right = content(b);
  while (left.length || right.length) {
    const [one, other] = [left[0], right[0]];
    const pair = one && other && alike(one, other);
    const within = pair ? differences(one, other) : [];
    if (pair && (left.length === right.length || !within.length)) {
      found.push(...within);
      left.shift();
      right.shift();
    } else if (left.length >= right.length) found.push([left.shift(), null]);
    else found.push([null, right.shift()]);
  }
  return found;
}

let outlined = [];
function outline(node) {
  const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  if (!element) return;
  element.style.setProperty("outline", "3px dashed #d6267b");
  element.style.setProperty("outline-offset", "3px");
  outlined.push(element);
}

function compare() {
  const pages = frames.map((frame) => frame.contentDocument);
  if (!pages.every((page) => page?.readyState === "complete" && page.querySelector("main"))) return;
  const [one, other] = pages.map((page) => page.querySelector("main"));
  outlined.forEach((element) => element.removeAttribute("style"));
  outlined = [];
  const found = differences(one, other);
  found.forEach((pair) => pair.forEach(outline));
  const line = (text, tag = "p") => Object.assign(document.createElement(tag), { textContent: text });
  if (!found.length) { told.replaceChildren(line(told.dataset.none)); return; }
  const list = document.createElement("ul");
  list.className = "ll-plain";
  for (const pair of found)
    list.append(line(pair.map((node) => words(node) || told.dataset.nothing).join(" | "), "li"));
  const same = one.getBoundingClientRect().height === other.getBoundingClientRect().height;
  told.replaceChildren(line(told.dataset.some), list, line(same ? told.dataset.boxes : told.dataset.moved));
}

// What was changed a moment ago may stand below the frames' edge: both are moved to it, once.
const sides = document.querySelector(".ll-sides");
function bring_into_sight() {
  const ready = ({ contentDocument: page }) => page?.readyState === "complete" && page.querySelector("main");
  const { sought } = sides.dataset;
  if (!sought || !frames.every(ready)) return;
  for (const frame of frames) {
    const holders = Array.from(frame.contentDocument.querySelectorAll("main *")).filter((one) => words(one).includes(sought));
    const box = holders.at(-1)?.getBoundingClientRect();
    const room = frame.clientHeight - (box?.height ?? 0);
    if (box) frame.contentWindow.scrollTo(0, frame.contentWindow.scrollY + box.top - Math.max(0, room / 2));
  }
  sides.dataset.sought = "";
}

for (const frame of frames) {
  frame.addEventListener("load", () => {
    compare();
    bring_into_sight();
    const pair = frames.find((one) => one !== frame);
    frame.contentWindow.addEventListener("scroll", () => {
      pair.contentWindow.scrollTo(0, frame.contentWindow.scrollY);
    });
  });
}
compare();
bring_into_sight();
