import sqlite3InitModule from "./vendor/sqlite/index.mjs";

const sqlite3 = await sqlite3InitModule();
const db = new sqlite3.oo1.DB(":memory:");
db.exec("create table t(a); insert into t values (1), (2);");
probe.report({ sum: db.selectValue("select sum(a) from t") });
