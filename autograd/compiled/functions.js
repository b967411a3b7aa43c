// Functions of maths that JavaScript lacks, as Python computes them; the error function to 14 digits and more.
const maximum = (x, y) => x >= y || x !== x ? x : y, minimum = (x, y) => x <= y || x !== x ? x : y;
const mask = (x) => x <= 0 ? 0 : 1, indicator = (x) => x === 0 ? 1 : 0, notnan = (x) => x === x ? 1 : 0;
const pow = (x, y) => x === 1 ? 1 : Math.pow(x, y);
const erf = (x) => {  // a series without cancellation
  if (!(Math.abs(x) < 6)) return x !== x ? x : Math.sign(x);
  let term = x, sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) sum += term *= 2 * x * x / (2 * n + 1);
  return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
};
const erfc = (x) => {  // a continued fraction where 1 - erf(x) would cancel
  if (!(x > 1.5)) return 1 - erf(x);
  let fraction = 0;
  for (let n = 120; n > 0; n -= 1) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
};
