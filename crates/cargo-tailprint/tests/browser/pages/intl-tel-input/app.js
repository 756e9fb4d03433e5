const input = window.intlTelInput(document.querySelector("#phone"), {
  initialCountry: "de",
  loadUtils: () => import("./vendor/intl-tel-input/js/utils.js"),
});
probe.report(input.promise.then(async () => {
  input.setNumber("+493012345");
  const flag = await probe.background(".iti__flag");
  return { number: input.getNumber(), valid: input.isValidNumber(), flag };
}));
