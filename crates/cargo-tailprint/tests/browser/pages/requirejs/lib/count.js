define(() => (list) => list.length);
