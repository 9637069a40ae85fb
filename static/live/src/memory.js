/** What this browser remembers between pages; one that refuses to remember forgets, and that is all. */
const safely = (act) => { try { return act(); } catch { return null; } };

const box = (name) => ({
  read: (key) => safely(() => globalThis[name].getItem(key)),
  write: (key, words) => safely(() => globalThis[name].setItem(key, words)),
  forget: (key) => safely(() => globalThis[name].removeItem(key)),
});

/** Until the tab is closed, and until the person signs out. */
export const ofTab = box("sessionStorage"), ofDevice = box("localStorage");
