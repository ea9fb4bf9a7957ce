// Shows the buttons of passkeys where the browser knows them, and says in words when one did not work.

if (window.PublicKeyCredential) {
  for (const element of document.querySelectorAll("[data-passkey]")) element.hidden = false;
  for (const element of document.querySelectorAll("[data-no-passkey]")) element.hidden = true;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const message of document.querySelectorAll("[data-passkey-error]")) {
    message.hidden = false;
    message.focus();
  }
});
