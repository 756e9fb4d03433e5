System.register([], (exports) => ({ execute() { exports("count", (number) => `${number} words`); } }));
