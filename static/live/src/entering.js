/** Signing in again without leaving the page: the words stay in sight, and go on their way after. */
const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
const formOf = (page) => page.querySelector("input[type=password]")?.form ?? null;

async function ask(address, sent = {}) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", ...sent });
  return { page: await parsed(answer), ok: answer.ok };
}

/** Whether the session is good again: "same" person, "other" person, or "" for nobody. The forms of
 *  this page take the new page's token, so that they can be sent. */
export async function whoIsIn(kit) {
  const { page } = await ask(location.href);
  const person = page.querySelector("[data-live-kit]")?.dataset.person;
  if (!person) return "";
  const token = page.querySelector("input[name=csrf_token]")?.value;
  if (token) for (const one of document.querySelectorAll("input[name=csrf_token]")) one.value = token;
  return person === kit.person ? "same" : "other";
}

/** Opens the sign-in form in a dialog; answers once it is sent and right, or null when closed. */
export async function enter(kit) {
  const { page } = await ask(kit.signIn);
  const form = formOf(page);
  if (!form) { location.assign(kit.signIn); return null; }
  const dialog = kit.piece("enter");
  document.body.append(dialog);
  const place = dialog.querySelector("[data-form]");
  place.append(document.adoptNode(form));
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "in" ? "in" : null); });
    dialog.addEventListener("submit", async (event) => {
      const sent = event.target;
      if (sent.method !== "post") return;
      event.preventDefault();
      const answer = await ask(sent.action, { method: "POST", body: new FormData(sent) }).catch(() => null);
      const again = answer && formOf(answer.page);
      if (again) {
        const said = answer.page.querySelector("#content .summary, #content .notice");
        place.replaceChildren(...(said ? [document.adoptNode(said)] : []), document.adoptNode(again));
        place.querySelector("[aria-invalid], input[type=password]")?.focus();
      } else if (answer) dialog.close("in");
    });
  });
}
