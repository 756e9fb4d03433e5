$("#dialog").dialog();
$("#number").spinner();
$("#date").datepicker({ defaultDate: "01/02/2024", showOtherMonths: true });

probe.report((async () => ({
  close: await probe.background(".ui-dialog-titlebar-close .ui-icon"),
  header: await probe.background(".ui-widget-header"),
  spinner: await probe.background(".ui-spinner-up .ui-icon"),
  month: $(".ui-datepicker-title").text(),
}))());
