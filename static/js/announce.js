/** Says a sentence to a screen reader: announce("D4 moved before D3"), announce(text, "assertive"). */
export function announce(sentence, how = "polite") {
  const region = document.querySelector(`[data-announce="${how}"]`);
  if (!region) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = sentence; }, 50);
}
