const terminal = new Terminal({ cols: 20, rows: 4, cursorBlink: false });
const fit = new FitAddon.FitAddon();
terminal.loadAddon(fit);
terminal.open(document.querySelector("#terminal"));
terminal.write("a word", () => {
  probe.report({
    line: terminal.buffer.active.getLine(0).translateToString(true),
    position: probe.style(".xterm", "position"),
    fits: fit.proposeDimensions().cols > 10,
  });
});
