import "@material/web/button/filled-button.js";
import "@material/web/checkbox/checkbox.js";
import { MdOutlinedTextField } from "@material/web/textfield/outlined-text-field.js";
import { styles } from "@material/web/typography/md-typescale-styles.js";

document.adoptedStyleSheets.push(styles.styleSheet);

probe.report((async () => {
  const field = document.querySelector("md-outlined-text-field");
  const button = document.querySelector("md-filled-button");
  await Promise.all([field.updateComplete, button.updateComplete]);
  return {
    field: field instanceof MdOutlinedTextField,
    button: probe.style(button, "height", "display"),
    checked: document.querySelector("md-checkbox").checked,
  };
})());
