// Makes a page follow what is saved. One file with two parts: in a page, and in the worker that listens for all pages
// of a browser, since a browser opens no more than six connections to a server.
(() => {
  'use strict'
  const script = typeof document === 'undefined' ? undefined : document.currentScript
  // A proxy may have put something in front.
  const PATH = new URL('.', script ? script.src : location).pathname

  // Passes on what the server says; undefined when the connection is lost.
  const listen = (tell) => {
    let delay = 50
    const open = () => {
      const source = new EventSource(PATH + 'events')
      source.onmessage = (event) => {
        delay = 50
        tell(JSON.parse(event.data))
      }
      source.onerror = () => {
        source.close()
        tell(undefined)
        setTimeout(open, delay * (0.75 + Math.random() / 2))
        delay = Math.min(delay * 1.5, 2000)
      }
    }
    open()
  }

  if (typeof document === 'undefined') {
    const pages = new Set()
    let state
    self.onconnect = ({ports: [port]}) => {
      pages.add(port)
      port.onmessage = () => pages.delete(port)
      if (state) port.postMessage(state)
    }
    listen((told) => {
      state = told
      if (told) for (const page of pages) page.postMessage(told)
    })
    return
  }

  if (!script || window.__tailprint) return
  window.__tailprint = true
  const own = {version: script.dataset.version, swaps: Number(script.dataset.swaps)}
  script.remove()

  // Undefined for what this server does not have: other hosts, `data:`.
  const path = (url, base = document.baseURI) => {
    try {
      const resolved = new URL(url, base)
      return resolved.origin === location.origin ? resolved.pathname : undefined
    } catch {
      return undefined
    }
  }
  // Files that have changed since the page was loaded, and what is asked for in their place. The browser keeps the old
  // ones for as long as the page is there.
  const changes = new Map()
  let everything
  const isChanged = (one) => one !== undefined && (everything !== undefined || changes.has(one))
  const fresh = (url) => {
    const changed = new URL(url, document.baseURI)
    changed.searchParams.set('tailprint', changes.get(changed.pathname) ?? everything ?? `${own.version}.${own.swaps}`)
    return changed.href
  }

  // While the old process and the new one both answer, a page may come from the old one once more. It is not loaded
  // again for ever: some cache may keep it.
  let reloading = false
  const reload = (version) => {
    if (reloading) return
    reloading = true
    let times = 0
    try {
      const [former, count] = (sessionStorage.getItem('tailprint') || '').split(' ')
      if (former === version) times = Number(count)
      sessionStorage.setItem('tailprint', `${version} ${times + 1}`)
    } catch {}
    if (times < 6) setTimeout(() => location.reload(), times * 150)
  }

  // The old style sheet stays until the new one is there.
  const swapSheet = (link) => {
    link.tailprintNext?.remove()
    const next = link.cloneNode()
    next.removeAttribute('integrity')
    next.href = fresh(link.href)
    next.onload = () => {
      if (!next.isConnected) return
      link.remove()
      if (next.sheet) swapRules(next.sheet, isChanged)
    }
    next.onerror = () => next.remove()
    link.tailprintNext = next
    link.after(next)
  }

  const swapAttributes = (matches) => {
    const urls = ['src', 'href', 'poster', 'data']
    const selector = 'img, source, input[type=image], video, object, embed, image, feImage, use, link[rel~=icon]'
    for (const element of document.querySelectorAll(selector)) {
      for (const name of urls) {
        const url = element.getAttribute(name)
        if (url && matches(path(url))) {
          const [, hash = ''] = url.split(/(#.*)/)
          element.setAttribute(name, fresh(url.replace(hash, '')) + hash)
        }
      }
      const set = element.getAttribute('srcset')
      if (set) {
        // URL and descriptor, URL and descriptor; there may be commas in a URL, but not at its ends.
        const changed = set.replace(/(^|,)(\s*)([^\s,](?:\S*[^\s,])?)/g, (whole, comma, space, url) =>
          matches(path(url)) ? comma + space + fresh(url) : whole,
        )
        if (changed !== set) element.setAttribute('srcset', changed)
      }
    }
  }

  const swapUrls = (text, base, matches) =>
    text.replace(/url\((["']?)([^"')]*)\1\)/g, (whole, quote, url) =>
      matches(path(url, base)) ? `url("${fresh(new URL(url, base))}")` : whole,
    )

  const swapDeclarations = (style, base, matches) => {
    for (const name of style) {
      const value = style.getPropertyValue(name)
      if (!value.includes('url(')) continue
      const changed = swapUrls(value, base, matches)
      if (changed !== value) style.setProperty(name, changed, style.getPropertyPriority(name))
    }
  }

  // The old font stays until the new one is there. The rule takes a moment to load it once more; so long there is a
  // face that has it already.
  const swapFont = (rule, base, matches) => {
    const source = rule.style.getPropertyValue('src')
    const changed = swapUrls(source, base, matches)
    if (changed === source) return
    const replace = () => {
      const parent = rule.parentRule ?? rule.parentStyleSheet
      const index = parent ? [...parent.cssRules].indexOf(rule) : -1
      if (index < 0) return
      const declarations = [...rule.style].map((name) => `${name}: ${rule.style.getPropertyValue(name)};`)
      parent.deleteRule(index)
      parent.insertRule(`@font-face { ${declarations.join(' ')} src: ${changed} }`, index)
    }
    const get = (name, otherwise) => rule.style.getPropertyValue(name) || otherwise
    const face = new FontFace(get('font-family', '').replace(/^["']|["']$/g, ''), changed, {
      style: get('font-style', 'normal'),
      weight: get('font-weight', 'normal'),
      stretch: get('font-stretch', 'normal'),
      unicodeRange: get('unicode-range', 'U+0-10FFFF'),
      featureSettings: get('font-feature-settings', 'normal'),
      display: get('font-display', 'auto'),
    })
    const cover = () => {
      document.fonts.add(face)
      replace()
      setTimeout(() => document.fonts.delete(face), 1000)
    }
    face.load().then(cover, replace)
  }

  const swapRules = (sheet, matches) => {
    let rules
    try {
      rules = sheet.cssRules
    } catch {
      return
    }
    const base = sheet.href || document.baseURI
    const visit = (rules) => {
      for (const rule of [...rules]) {
        if (rule.styleSheet) swapRules(rule.styleSheet, matches)
        else if (rule instanceof CSSFontFaceRule) swapFont(rule, base, matches)
        else {
          if (rule.style) swapDeclarations(rule.style, base, matches)
          if (rule.cssRules) visit(rule.cssRules)
        }
      }
    }
    visit(rules)
  }

  // A style element is loaded once what it imports is.
  const swapImporting = (style) => {
    style.tailprintNext?.remove()
    const next = style.cloneNode(true)
    next.onload = next.onerror = () => {
      if (!next.isConnected) return
      style.remove()
      if (next.sheet) swapRules(next.sheet, isChanged)
    }
    style.tailprintNext = next
    style.after(next)
  }

  // Without a list, because something was missed, everything is fetched again.
  const swap = (urls) => {
    const paths = urls && new Set(urls.map((url) => path(url)))
    const version = `${own.version}.${own.swaps}`
    if (paths) for (const one of paths) changes.set(one, version)
    else {
      changes.clear()
      everything = version
    }
    const matches = (one) => one !== undefined && (!paths || paths.has(one))
    const links = [...document.querySelectorAll('link[rel~=stylesheet][href]')].filter(
      (link) => new URL(link.href).origin === location.origin,
    )
    const named = links.filter((link) => matches(path(link.href)))
    const sheets = !paths || [...paths].some((one) => one?.endsWith('.css'))
    // A style sheet that no link names is imported by one that is.
    const imported = sheets && !named.length
    for (const link of imported ? links : named) swapSheet(link)
    for (const style of imported ? document.querySelectorAll('style') : []) {
      if (style.textContent.includes('@import')) swapImporting(style)
    }
    if (paths && [...paths].every((one) => one?.endsWith('.css'))) return
    swapAttributes(matches)
    for (const sheet of document.styleSheets) swapRules(sheet, matches)
    for (const element of document.querySelectorAll('[style*="url("]')) {
      swapDeclarations(element.style, document.baseURI, matches)
    }
  }

  let overlay
  const show = (problem) => {
    overlay?.remove()
    overlay = undefined
    if (!problem) return
    overlay = document.createElement('tailprint-problem')
    const root = overlay.attachShadow({mode: 'open'})
    const add = (parent, name, style, text = '') => {
      const element = document.createElement(name)
      element.style.cssText = style
      element.textContent = text
      parent.append(element)
      return element
    }
    const box = add(
      root,
      'div',
      'all: initial; position: fixed; inset: auto 0 0 0; max-height: 70vh; overflow: auto; z-index: 2147483647;' +
        'box-sizing: border-box; padding: 16px 20px; color: #f6f3ee; background: #1d1b19; border-top: 3px solid #e5484d;' +
        'font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; box-shadow: 0 -8px 32px #0006',
    )
    box.setAttribute('role', 'alert')
    const close = add(box, 'button', 'all: unset; float: right; cursor: pointer; padding: 0 6px; font-size: 18px', '×')
    close.setAttribute('aria-label', 'Close')
    close.onclick = () => overlay.remove()
    add(box, 'strong', 'display: block; font-weight: 700; color: #ff8b8e', problem.title)
    add(box, 'pre', 'margin: 8px 0 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere', problem.text)
    document.documentElement.append(overlay)
  }

  let shown
  const apply = (state) => {
    if (!state) return
    if (state.version !== own.version) return reload(state.version)
    if (state.swaps !== own.swaps) {
      const urls = state.swaps === own.swaps + 1 ? state.urls : undefined
      own.swaps = state.swaps
      swap(urls)
    }
    const problem = JSON.stringify(state.problem)
    if (problem !== shown) {
      shown = problem
      show(state.problem)
    }
  }

  const start = () => {
    let worker
    try {
      worker = new SharedWorker(PATH + 'live-reload.js', {name: 'tailprint'})
    } catch {
      return listen(apply)
    }
    worker.onerror = () => {
      worker = undefined
      listen(apply)
    }
    worker.port.onmessage = ({data}) => apply(data)
    addEventListener('pagehide', () => worker?.port.postMessage('bye'))
    addEventListener('pageshow', (event) => {
      if (event.persisted) location.reload()
    })
  }
  start()
})()
