// "Copy" beside a link. The text stands in data-copy; without JavaScript the link can be selected by hand.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = button.parentElement.querySelector("input, .ll-address");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // No clipboard outside HTTPS and localhost: the old way.
    if (field.select) field.select();
    else getSelection().selectAllChildren(field);
    document.execCommand("copy");
  }
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 2000);
});
