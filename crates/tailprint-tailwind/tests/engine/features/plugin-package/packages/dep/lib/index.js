"use strict";
exports.value = 4;
exports.run = function () { return this; };
