/** Sends what a device keeps. An answer that is not heard changes nothing: the entry is sent again
 *  under the same mark, and the server keeps it once. */
const MOST = 20, PATIENCE = 15_000, LOCK = "coopspace-notes";
const alone = (act) => navigator.locks ? navigator.locks.request(LOCK, act) : act();

/** A cut, as opposed to somebody signed out. */
export class SignedOut extends Error {}

async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  return answer;
}

/** Who is signed in, with what sending needs: { person, key, token, sites }. */
export async function enter(address) {
  const answer = await ask(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

/** Send all that waits. Gives the answers of entries that were kept or refused now. */
export function sendAll({ send, door }, box, entered) {
  return alone(async () => {
    const heard = [];
    let now = entered;
    for (let turn = 0, tried = false; ; turn += 1) {
      const waiting = (await box.read(now.person, now.key)).filter((one) => !one.says);
      if (!waiting.length) return heard;
      const entries = waiting.slice(0, MOST).map((one) => one.entry);
      const answer = await ask(send, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": now.token },
        body: JSON.stringify({ entries }),
      });
      if (answer.status === 400 && !tried) {
        const fresh = await enter(door);
        if (fresh.person !== now.person) throw new SignedOut();
        now = fresh;
        tried = true;
        continue;
      }
      if (!answer.ok) throw new Error(`${answer.status}`);
      const { person, answers } = await answer.json();
      if (person !== now.person) throw new SignedOut();
      const asked = new Set(entries.map((one) => one.id));
      for (const one of answers.filter((said) => asked.delete(said.id))) {
        if (one.state === "kept") await box.drop(one.id);
        else await box.refuse(one.id, one.says);
        heard.push(one);
      }
      if (asked.size) throw new Error("some were not answered");
    }
  });
}
