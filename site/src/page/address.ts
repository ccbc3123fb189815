// The result that is open has an address of its own: the back button closes it again, and forward opens it.
const verifier = document.querySelector("pec-verifier");

/** Its own change of the address is nothing to follow. Whoever made the link wrote what he liked behind the #. */
function here(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1);
  }
}

verifier?.addEventListener("pec-open", event => {
  const address = (event as CustomEvent<string>).detail;
  if (here() === address) return;
  history.pushState(undefined, "", address === "" ? location.pathname + location.search : `#${address}`);
});

addEventListener("popstate", () => {
  const address = here();
  if (address === "" || address.startsWith("file-")) void verifier?.show(address);
});
