globalThis.runs ??= {};
globalThis.runs["side"] = (globalThis.runs["side"] ?? 0) + 1;
