"""How the pages look: one style for light and dark, Chinese and English, screens wide and narrow."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --line: #ddd; --quiet: #666; --mark: #fff3a3; --here: #ffd84d; --link: #0645ad }
@media (prefers-color-scheme: dark) {
  :root { --line: #444; --quiet: #aaa; --mark: #4d4416; --here: #7a6500; --link: #8ab4f8 }
  body { color: #e6e6e6; background: #161616 }
}
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  max-width: 64rem; margin: 1rem auto 3rem; padding: 0 1rem }
nav { border-bottom: 1px solid var(--line); padding-bottom: .5rem; margin-bottom: 1.5rem }
nav a { margin-right: 1.2rem }
nav a:first-child { font-weight: 600 }
h1 { font-size: 1.6rem; line-height: 1.3; margin: .2rem 0 .6rem }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem }
a { color: var(--link); text-decoration: none }
a:hover { text-decoration: underline }
table { border-collapse: collapse; width: 100% }
td, th { border-top: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top }
th { font-weight: 500 }
td { overflow-wrap: anywhere }
td ul { margin: 0; padding: 0; list-style: none }
.wide { overflow-x: auto }
.rows td { min-width: 5rem; max-width: 28rem; overflow-wrap: break-word }
.rows td.long { min-width: 18rem }
.rows td.number { text-align: right; font-variant-numeric: tabular-nums }
.kind { color: var(--quiet); font-size: .85rem; font-weight: 400; margin: 0 }
code, textarea, pre { font: 14px/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere }
code { color: var(--quiet) }
textarea { width: 100%; box-sizing: border-box; padding: .5rem }
input, select, button { font: inherit; padding: .15rem .5rem }
form p { margin: .5rem 0 }
details { border-top: 1px solid var(--line); padding: .4rem 0 }
summary { cursor: pointer }
mark { background: var(--mark); color: inherit; border-radius: 2px }
mark.here { background: var(--here) }
.text, blockquote { white-space: pre-wrap; overflow-wrap: anywhere }
.text a { color: inherit }
blockquote { margin: 1rem 0 .2rem; padding: .6rem 1rem; border-left: 4px solid var(--here) }
.source { margin: 0 0 1.2rem 1.2rem; font-size: .9rem }
"""
