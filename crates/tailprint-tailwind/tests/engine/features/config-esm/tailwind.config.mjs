import colors from "tailwindcss/colors";
import shared from "./shared.json" with { type: "json" };

export default { theme: { extend: { colors: { brand: shared.brand, other: colors.red[500] } } } };
