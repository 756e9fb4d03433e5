// Replaces Array.prototype.sort by that of V8, the engine of Node.js: Tim Peters' merge sort, which compares the
// same elements in the same order (third_party/v8/builtins/array-sort.tq of V8).
//
// Tailwind needs it. The comparison of variants in its `dist/lib.js` contradicts itself for some classes, and so
// do the `sort` functions of many plugins. Then the result depends on which elements are compared, and QuickJS
// compares others (`rqsort` in `js_array_sort`). This file can go when the comparisons are consistent.
() => {
  "use strict";

  const GALLOP = 7;
  const { call } = Function.prototype;
  const has = call.bind(Object.prototype.hasOwnProperty);
  const { floor, min, max } = Math;

  // One sorting: finds the runs of `array` that are sorted already, and merges neighbours of similar length.
  class Sorting {
    constructor(array, before) {
      this.array = array;
      // True if `one` must be before `other`, false if it only may.
      this.before = before;
      this.gallop = GALLOP;
      this.starts = [];
      this.lengths = [];
      this.count = 0;
    }

    run() {
      const { length } = this.array;
      const shortest = Sorting.shortest(length);
      for (let start = 0; start < length; ) {
        let found = this.sorted(start, length);
        if (found < shortest) {
          const wanted = min(shortest, length - start);
          this.insert(start, start + found, start + wanted);
          found = wanted;
        }
        this.starts[this.count] = start;
        this.lengths[this.count] = found;
        this.count += 1;
        this.balance();
        start += found;
      }
      while (this.count > 1) this.merge(this.smaller(this.count - 2));
    }

    // Returns the shortest length of a run. The number of runs is then a power of two or a little less.
    static shortest(length) {
      let rest = 0;
      while (length >= 64) {
        rest |= length & 1;
        length >>= 1;
      }
      return length + rest;
    }

    // Counts the elements from `start` on that are in order. Elements in the opposite order are reversed.
    sorted(start, end) {
      const { array, before } = this;
      let at = start + 1;
      if (at === end) return 1;
      const falling = before(array[at], array[at - 1]);
      for (at += 1; at < end; at += 1) if (before(array[at], array[at - 1]) !== falling) break;
      if (falling) {
        for (let low = start, high = at - 1; low < high; low += 1, high -= 1) {
          [array[low], array[high]] = [array[high], array[low]];
        }
      }
      return at - start;
    }

    // Inserts the elements between `sorted` and `end` into the run before them.
    insert(start, sorted, end) {
      const { array, before } = this;
      for (let at = sorted; at < end; at += 1) {
        const element = array[at];
        let [low, high] = [start, at];
        while (low < high) {
          const middle = low + ((high - low) >> 1);
          if (before(element, array[middle])) high = middle;
          else low = middle + 1;
        }
        for (let to = at; to > low; to -= 1) array[to] = array[to - 1];
        array[low] = element;
      }
    }

    unbalanced(at) {
      const { lengths } = this;
      return at >= 2 && lengths[at - 2] <= lengths[at - 1] + lengths[at];
    }

    // Returns the run that is merged with its right neighbour next: `at`, or the one before if that is shorter.
    smaller(at) {
      return at > 0 && this.lengths[at - 1] < this.lengths[at + 1] ? at - 1 : at;
    }

    balance() {
      while (this.count > 1) {
        const at = this.count - 2;
        if (this.unbalanced(at + 1) || this.unbalanced(at)) this.merge(this.smaller(at));
        else if (this.lengths[at] <= this.lengths[at + 1]) this.merge(at);
        else break;
      }
    }

    // Merges the runs `at` and `at + 1`, except the ends that are in their place already.
    merge(at) {
      const { array, starts, lengths } = this;
      let [left, leftLength, right, rightLength] = [starts[at], lengths[at], starts[at + 1], lengths[at + 1]];
      lengths[at] = leftLength + rightLength;
      if (at === this.count - 3) {
        starts[at + 1] = starts[at + 2];
        lengths[at + 1] = lengths[at + 2];
      }
      this.count -= 1;
      const settled = this.last(array[right], array, left, leftLength, 0);
      left += settled;
      leftLength -= settled;
      if (leftLength === 0) return;
      rightLength = this.first(array[left + leftLength - 1], array, right, rightLength, rightLength - 1);
      if (rightLength === 0) return;
      if (leftLength <= rightLength) this.upwards(left, leftLength, right, rightLength);
      else this.downwards(left, leftLength, right, rightLength);
    }

    // Finds the first place for `key` in a sorted part of `list`, in growing steps from `hint` on.
    first(key, list, start, length, hint) {
      return this.search((element) => this.before(element, key), list, start, length, hint);
    }

    // Finds the last place for `key`.
    last(key, list, start, length, hint) {
      return this.search((element) => !this.before(key, element), list, start, length, hint);
    }

    search(isLower, list, start, length, hint) {
      let [near, far] = [0, 1];
      const rising = isLower(list[start + hint]);
      const limit = rising ? length - hint : hint + 1;
      const step = rising ? 1 : -1;
      while (far < limit && isLower(list[start + hint + step * far]) === rising) {
        near = far;
        far = far * 2 + 1;
      }
      far = min(far, limit);
      let [low, high] = rising ? [hint + near + 1, hint + far] : [hint - far + 1, hint - near];
      while (low < high) {
        const middle = low + floor((high - low) / 2);
        if (isLower(list[start + middle])) low = middle + 1;
        else high = middle;
      }
      return high;
    }

    // Merges from the lower end, with a copy of the left run, which is the shorter one.
    upwards(left, leftLength, right, rightLength) {
      const { array, before } = this;
      const aside = array.slice(left, left + leftLength);
      let [to, from] = [left, 0];
      const takeRight = (count) => {
        for (let n = 0; n < count; n += 1) array[to++] = array[right++];
        return (rightLength -= count) === 0;
      };
      // The last element of the left run is the greatest of all: `finish` puts it at the end.
      const takeLeft = (count) => {
        for (let n = 0; n < count; n += 1) array[to++] = aside[from++];
        return (leftLength -= count) <= 1;
      };
      const finish = () => {
        if (leftLength === 1) takeRight(rightLength);
        takeLeft(leftLength);
      };
      if (takeRight(1) || leftLength === 1) return finish();
      for (;;) {
        let [leftWins, rightWins] = [0, 0];
        while (leftWins < this.gallop && rightWins < this.gallop) {
          if (before(array[right], aside[from])) {
            [leftWins, rightWins] = [0, rightWins + 1];
            if (takeRight(1)) return finish();
          } else {
            [leftWins, rightWins] = [leftWins + 1, 0];
            if (takeLeft(1)) return finish();
          }
        }
        this.gallop += 1;
        do {
          this.gallop = max(1, this.gallop - 1);
          leftWins = this.last(array[right], aside, from, leftLength, 0);
          if (leftWins > 0 && takeLeft(leftWins)) return finish();
          if (takeRight(1)) return finish();
          rightWins = this.first(aside[from], array, right, rightLength, 0);
          if (rightWins > 0 && takeRight(rightWins)) return finish();
          if (takeLeft(1)) return finish();
        } while (leftWins >= GALLOP || rightWins >= GALLOP);
        this.gallop += 1;
      }
    }

    // Merges from the upper end, with a copy of the right run, which is the shorter one.
    downwards(left, leftLength, right, rightLength) {
      const { array, before } = this;
      const aside = array.slice(right, right + rightLength);
      let [to, from, at] = [right + rightLength - 1, rightLength - 1, left + leftLength - 1];
      const takeLeft = (count) => {
        for (let n = 0; n < count; n += 1) array[to--] = array[at--];
        return (leftLength -= count) === 0;
      };
      const takeRight = (count) => {
        for (let n = 0; n < count; n += 1) array[to--] = aside[from--];
        return (rightLength -= count) <= 1;
      };
      const finish = () => {
        if (rightLength === 1) takeLeft(leftLength);
        takeRight(rightLength);
      };
      if (takeLeft(1) || rightLength === 1) return finish();
      for (;;) {
        let [leftWins, rightWins] = [0, 0];
        while (leftWins < this.gallop && rightWins < this.gallop) {
          if (before(aside[from], array[at])) {
            [leftWins, rightWins] = [leftWins + 1, 0];
            if (takeLeft(1)) return finish();
          } else {
            [leftWins, rightWins] = [0, rightWins + 1];
            if (takeRight(1)) return finish();
          }
        }
        this.gallop += 1;
        do {
          this.gallop = max(1, this.gallop - 1);
          leftWins = leftLength - this.last(aside[from], array, left, leftLength, leftLength - 1);
          if (leftWins > 0 && takeLeft(leftWins)) return finish();
          if (takeRight(1)) return finish();
          rightWins = rightLength - this.first(array[at], aside, 0, rightLength, rightLength - 1);
          if (rightWins > 0 && takeRight(rightWins)) return finish();
          if (takeLeft(1)) return finish();
        } while (leftWins >= GALLOP || rightWins >= GALLOP);
        this.gallop += 1;
      }
    }
  }

  const byText = (one, other) => {
    const [left, right] = [String(one), String(other)];
    return left < right ? -1 : left > right ? 1 : 0;
  };

  // Undefined elements are last and never compared.
  const sorted = (elements, compare) => {
    const defined = elements.filter((element) => element !== undefined);
    new Sorting(defined, (one, other) => +compare(one, other) < 0).run();
    for (let missing = elements.length - defined.length; missing > 0; missing -= 1) defined.push(undefined);
    return defined;
  };

  const checked = (compare) => {
    if (compare === undefined) return byText;
    if (typeof compare === "function") return compare;
    throw new TypeError("The comparison function must be either a function or undefined");
  };

  const methods = {
    sort(compare) {
      const order = checked(compare);
      const object = Object(this);
      const length = min(max(floor(+object.length) || 0, 0), Number.MAX_SAFE_INTEGER);
      if (length < 2) return object;
      const elements = [];
      for (let at = 0; at < length; at += 1) if (at in object) elements.push(object[at]);
      const result = sorted(elements, order);
      for (let at = 0; at < result.length; at += 1) object[at] = result[at];
      for (let at = result.length; at < length; at += 1) if (has(object, at)) delete object[at];
      return object;
    },
    toSorted(compare) {
      const order = checked(compare);
      return sorted(Array.from(Object(this)), order);
    },
  };
  for (const name of Object.keys(methods)) {
    Object.defineProperty(Array.prototype, name, { value: methods[name], writable: true, configurable: true });
  }
}
