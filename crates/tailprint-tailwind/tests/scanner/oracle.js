// Answers questions with the official packages: `node oracle.js <folder with node_modules>`, one JSON value
// `[operation, items]` on stdin, the answers on stdout.
const { createRequire } = require('node:module')
const { execFile } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { promisify } = require('node:util')
const load = createRequire(path.join(process.argv[2], 'package.json'))
const { Scanner } = load('@tailwindcss/oxide')

// plugins greet
console.log = console.error

const candidates = ({ file, content, extension }) =>
  new Scanner({ sources: [] }).scanFiles([{ content: content ?? fs.readFileSync(file, 'utf8'), extension }])

async function layout({ folder, css, built }) {
  // The scanner looks at the current folder as well.
  process.chdir(folder)
  const { compile } = load('@tailwindcss/node')
  const file = path.join(folder, css)
  const compiled = await compile(fs.readFileSync(file, 'utf8'), { base: path.dirname(file), onDependency() {} })
  const root =
    compiled.root === 'none'
      ? []
      : [{ ...(compiled.root ?? { base: folder, pattern: '**/*' }), negated: false }]
  const scanner = new Scanner({ sources: [...root, ...compiled.sources] })
  const program = path.join(process.argv[2], 'node_modules/@tailwindcss/cli/dist/index.mjs')
  const cli = async (...options) => {
    const out = path.join(process.argv[2], `layout-${process.pid}${options.join('')}.css`)
    await promisify(execFile)(process.execPath, [program, '-i', file, '-o', out, ...options], { cwd: folder })
    const css = fs.readFileSync(out, 'utf8')
    fs.rmSync(out)
    return css
  }
  const [plain, minified] = built ? await Promise.all([cli(), cli('--minify')]) : [null, null]
  return { root: compiled.root, sources: compiled.sources, files: scanner.files, css: plain, minified }
}

const files = ({ here, sources }) => {
  process.chdir(here)
  return new Scanner({ sources }).files
}

async function build({ folder, css, candidates }) {
  const { compile } = load('@tailwindcss/node')
  const file = path.join(folder, css)
  const compiled = await compile(fs.readFileSync(file, 'utf8'), { base: path.dirname(file), onDependency() {} })
  return compiled.build(candidates)
}

async function valid(words) {
  const { __unstable__loadDesignSystem } = load('@tailwindcss/node')
  const css = '@import "tailwindcss"; @plugin "@tailwindcss/typography"; @plugin "daisyui";'
  const system = await __unstable__loadDesignSystem(css, { base: process.argv[2] })
  return system.candidatesToCss(words).map((css) => css !== null)
}

async function main() {
  const [operation, items] = JSON.parse(fs.readFileSync(0, 'utf8'))
  const each = async (answer) => {
    const answers = []
    for (const item of items) answers.push(await answer(item))
    return answers
  }
  const answers = { scan: () => each(candidates), layouts: () => each(layout), files: () => each(files), build: () => each(build), valid: () => valid(items) }
  process.stdout.write(JSON.stringify(await answers[operation]()))
}

main()
