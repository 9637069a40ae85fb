/** A page that refuses a form puts the reader at the head of what to correct. */
document.querySelector("[data-focus]")?.focus();
