// Somebody walks inside the frame: the list, the switches and the buttons around it follow.
const frame = document.getElementById("frame");
const outer = new URLSearchParams(location.search);
if (matchMedia("(max-width: 1023px)").matches) document.querySelector(".ll-pages details").open = false;

// What was filled in may stand below the frame's edge: it is brought into sight, the page around it stays.
const ANSWERED = "input:checked, input[type=number], input[type=text], input[type=range], textarea";
function show_filled() {
  const page = frame.contentDocument;
  const first = [...page.querySelectorAll(ANSWERED)].find((field) => field.type === "radio" || field.value !== "");
  const box = first?.closest("fieldset, .question, label")?.getBoundingClientRect();
  if (box && box.bottom > frame.clientHeight) frame.contentWindow.scrollTo(0, box.top - frame.clientHeight / 3);
}

frame.addEventListener("load", () => {
  const inner = new URLSearchParams(frame.contentWindow.location.search);
  if (inner.has("fill")) show_filled();
  inner.delete("fill");
  for (const link of document.querySelectorAll("[data-change], [data-step], [data-to]")) {
    const query = new URLSearchParams(inner);
    if (outer.has("width")) query.set("width", outer.get("width"));
    if (link.dataset.to) {
      link.href = `${link.dataset.to}?${query}`;
      continue;
    }
    const [name, value] = (link.dataset.change ?? link.dataset.step).split("=");
    query.set(name, value);
    link.href = `?${query}`;
    if (link.dataset.step) {
      const here = value === inner.get("step");
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (here) document.querySelector(".ll-drawn").textContent = link.dataset.drawn;
    }
  }
});
