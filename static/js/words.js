/** Counts the words of a field beside its limit: "18 / 35". It advises; the server decides. */
for (const count of document.querySelectorAll("[data-counts]")) {
  const control = document.getElementById(count.dataset.counts);
  const rule = count.textContent;
  const show = () => {
    const words = control.value.match(/[\p{L}\p{N}]+(?:[’'\-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    count.textContent = words ? `${words} / ${count.dataset.limit} · ${rule}` : rule;
  };
  control.addEventListener("input", show);
  show();
}
