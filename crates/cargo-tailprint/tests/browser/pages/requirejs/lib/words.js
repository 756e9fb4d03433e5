define(["./count"], (count) => ["two", "words", String(count([]))]);
