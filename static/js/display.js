/** Colours and size change in place and are remembered without leaving the page, so that nothing
 *  being typed is lost. A change of language needs the page again: the form goes its usual way. */
const form = document.querySelector("form[data-display]");

if (form) {
  const language = new FormData(form).get("locale");
  const keep = () => fetch(form.action, {
    method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual",
  });
  form.addEventListener("submit", async (event) => {
    if (new FormData(form).get("locale") !== language) return;
    event.preventDefault();
    const answer = await keep().catch(() => null);
    if (!answer || (!answer.ok && answer.type !== "opaqueredirect")) { form.submit(); return; }
    const menu = form.closest("details");
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
