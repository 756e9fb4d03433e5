export const variants = new Map([["hocus", ["&:hover", "&:focus"]], ["stacked", "@supports (display: grid)"]]);
