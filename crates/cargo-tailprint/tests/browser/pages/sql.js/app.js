const query = async () => {
  const SQL = await initSqlJs({ locateFile: (file) => `vendor/sql/${file}` });
  const [{ values }] = new SQL.Database().exec("select 1 + 1");
  const [[sum]] = values;
  document.querySelector("output").textContent = sum;
  return { sum };
};

probe.report(query());
