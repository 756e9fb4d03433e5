const calendar = flatpickr("#date", { locale: "de", plugins: [new rangePlugin({ input: "#until" })] });
calendar.open();

probe.report((async () => {
  await probe.until(() => probe.style(".flatpickr-calendar", "opacity")[0] === "1");
  return {
    month: document.querySelector(".flatpickr-monthDropdown-months").value,
    weekdays: document.querySelector(".flatpickr-weekdaycontainer").textContent.replace(/\s+/g, " ").trim(),
    background: probe.style(".flatpickr-calendar", "backgroundColor"),
  };
})());
