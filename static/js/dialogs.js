/** <a href="/a/page" data-opens="some-dialog"> opens <dialog id="some-dialog"> in place; without
 *  script the link leads to the page. <button data-closes> inside closes it. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
    return;
  }
  const closer = event.target.closest?.("[data-closes]");
  if (closer) { event.preventDefault(); closer.closest("dialog")?.close(); }
});
