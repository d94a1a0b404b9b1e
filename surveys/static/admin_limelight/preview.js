// Somebody walks inside the frame: the list, the switches and the buttons around it follow.
const frame = document.getElementById("frame");
const outer = new URLSearchParams(location.search);
if (matchMedia("(max-width: 1023px)").matches) document.querySelector(".ll-pages details").open = false;

frame.addEventListener("load", () => {
  const inner = new URLSearchParams(frame.contentWindow.location.search);
  inner.delete("fill");
  for (const link of document.querySelectorAll("[data-change], [data-step]")) {
    const query = new URLSearchParams(inner);
    if (outer.has("width")) query.set("width", outer.get("width"));
    const [name, value] = (link.dataset.change ?? link.dataset.step).split("=");
    query.set(name, value);
    link.href = `?${query}`;
    if (link.dataset.step) {
      const here = value === inner.get("step");
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
});
