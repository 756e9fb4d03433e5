export default "kit";
export const half = 0.5;
