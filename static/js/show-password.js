/** A button that shows what is typed in a password field, so that one field is enough. */
for (const control of document.querySelectorAll("input[data-show]")) {
  const line = document.createElement("div");
  const button = document.createElement("button");
  line.className = "with-button";
  button.type = "button";
  button.className = "btn";
  button.textContent = control.dataset.show;
  button.setAttribute("aria-label", control.dataset.showName);
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", control.id);
  control.replaceWith(line);
  line.append(control, button);
  button.addEventListener("click", () => {
    const shown = control.type === "text";
    control.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
  control.form?.addEventListener("submit", () => { control.type = "password"; });
}
