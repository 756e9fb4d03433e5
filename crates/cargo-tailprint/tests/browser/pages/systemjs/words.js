System.register(["./count.js"], (exports, context) => {
  let count;
  return {
    setters: [(module) => count = module.count],
    execute() { exports({ words: count(2), url: context.meta.url }); },
  };
});
