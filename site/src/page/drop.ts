// A file dropped beside the zone would make the browser leave the page and open it; it is checked instead.
addEventListener("dragover", event => event.preventDefault());
addEventListener("drop", event => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  void document.querySelector("pec-verifier")?.take(event.dataTransfer);
});
