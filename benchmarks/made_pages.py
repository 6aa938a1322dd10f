"""Pages of firms as rich as real ones, made here: head, cards, forms, comments, scripts.

40 saved home pages have 127 kB in the mean, of which gzip leaves 24; in them 1,530 tags, 260 runs
of text, 38 comments, 28 scripts, 16 fields of forms, 76 texts of rules and 6.9 kB of words. Pages
of that size made here have as much of each or a little more (1,960, 340, 48, 34, 20, 114; gzip
leaves 25), but for the words (6.3 kB).
"""

from __future__ import annotations

import random

TAGS_OF_HEAD = 13  # of each kind
FORM_AFTER = 4  # blocks
BLOCK = """
<!-- wp:group {number} -->
<!-- {word} --><!-- {other} {day} -->
<section class="wp-block-group alignfull is-layout-flow item-{number}" id="block-{number}">
{cards}
    <a class="share" href="https://www.facebook.com/sharer.php?u=/{word}-{number}/">{word}</a>
</section>
{scripts}
"""
CARD = """
    <article class="wp-block-column card card-{number} type-product status-publish {code}">
        <div class="wp-block-image"><a href="https://www.ditta.it/prodotto/{word}-{number}/">
            <img width="768" height="512" src="/wp-content/uploads/2026/{word}-{number}.jpg"
                srcset="/media/{code}-{number}.jpg 768w, /media/{code}-300x200.jpg 300w,
                /media/{code}-1024x683.jpg 1024w, /media/{code}-1536x1024.jpg 1536w"
                sizes="(max-width: 768px) 100vw, 768px" alt="{word} {other}" loading="lazy">
            </a></div>
        <h3 class="entry-title">
            <a href="/prodotto/{word}-{number}/" title="{text}">{word} {other}</a></h3>
        <ul class="meta" style="margin-top:var(--wp--preset--spacing--40);padding-left:0">
            <li class="date"><span>{day} marzo 2026</span></li>
            <li class="tags"><a href="/tag/{word}/?ref={code}" rel="tag">{word}</a> {other}</li>
        </ul>
        <p class="has-text-align-left has-small-font-size">{text}</p>
        <button type="button" class="more" data-key="{code}{number}" aria-label="{other}">
            <svg viewBox="0 0 24 24"><path d="{path}"/></svg></button>
    </article>"""
SCRIPT = """<script type="text/javascript" id="{word}-js-extra">
/* <![CDATA[ */
var {word}_{number} = {{"ajax_url":"/wp-admin/admin-ajax.php","nonce":"{code}","{other}":"{text}",
    "keys":["{codes}"]}};
(function(d, s) {{ var e = d.createElement(s), {word} = d.getElementsByTagName(s)[0]; e.async = 1;
    if (!window.{other}) {{ e.src = "/wp-includes/js/{word}.min.js?ver={number}"; }}
    {word}.parentNode.insertBefore(e, {word}); }})(document, "script");
/* ]]> */
</script>"""
FORM = """<form action="/{word}/" method="post" class="form-{word}">
    <input type="hidden" name="{word}_nonce" value="{code}"><input type="hidden" name="id">
    <input type="hidden" name="page" value="{number}"><input type="submit" value="{other}">
    <input type="search" name="s" placeholder="{word}" class="field"></form>"""
HEAD = """<!DOCTYPE html>
<html lang="it"><head><meta charset="utf-8"><title>Ditta</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{word} {other}">
<script src="https://www.googletagmanager.com/gtag/js?id=G-A" async></script>
<link rel="stylesheet" href="/wp-content/plugins/woocommerce/assets/woocommerce.css">
<script type="application/ld+json">{{"@type":"Organization","url":"/{word}"}}</script>
"""
HEAD_TAGS = """<meta property="og:{word}" content="{other}">
<link rel="preload" href="/wp-content/themes/{word}/{number}.css" as="style" media="all">
"""
FOOT = """<footer><a href="https://www.instagram.com/ditta/">Instagram</a>
<p>&copy; 2026 Ditta &middot; P.IVA 12345670017 &middot; info@ditta.it</p></footer></body></html>"""


def made_page(own: random.Random, words: list[str], size: int) -> bytes:
    """A page of at least `size` bytes, of words of our own; the same for the same `own`."""

    def fill(pattern: str, **more: str) -> str:
        word, other = own.choices(words, k=2)
        code = f"{own.getrandbits(64):016x}"
        said = " ".join(own.choices(words, k=11))
        path = "c".join(f"{own.uniform(0, 24):.2f},{own.uniform(0, 24):.2f}" for _ in range(14))
        own_words = {"word": word, "other": other, "code": code, "path": path}
        own_words["text"] = f"{said}&nbsp;{other}"
        numbers = {"number": own.randrange(100_000), "day": own.randrange(1, 29)}
        return pattern.format(**own_words, **numbers, **more)

    parts = [fill(HEAD), *(fill(HEAD_TAGS) for _ in range(TAGS_OF_HEAD)), "</head><body>"]
    length = sum(map(len, parts))
    while length < size:
        codes = '","'.join(f"{own.getrandbits(128):032x}" for _ in range(12))
        cards = "".join(fill(CARD) for _ in range(4))
        scripts = "\n".join(fill(SCRIPT, codes=codes) for _ in range(2))
        form = fill(FORM) if len(parts) % FORM_AFTER == 0 else ""
        parts.append(fill(BLOCK, cards=cards, scripts=scripts) + form)
        length += len(parts[-1])
    return "".join((*parts, FOOT)).encode()
