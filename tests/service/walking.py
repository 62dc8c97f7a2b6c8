"""Pages to walk on the Tyresö sample: one of each kind, and each in the states that differ."""

from __future__ import annotations

# Those that look unlike each other, for a real browser.
UNLIKE = (
    "/", "/?year=1900", "/matris", "/mal", "/mal/bun24-2", "/mal/kf24-3", "/mal/asn24-4",
    "/enhet", "/enhet/tyr-asn", "/plan", "/plan/np-kfn-2024", "/indikator",
    "/indikator/ind-behoriga", "/omrade", "/omrade/mo3", "/karta", "/karta?groups=area", "/om",
    "/om?drop=kf24-3", "/om?set=1&find_link=trygg", "/om?merge=tyr-kfn&into=tyr-bun",
    "/granskning", "/sok?q=vardnadshavre", "/hjalp", "/tillganglighet",
)  # fmt: skip
PAGES = (
    *UNLIKE, "/mal/bun24-6", "/mal/kf19-3", "/plan?others=1", "/plan/kp2024", "/omrade/fo1",
    "/karta?root=bun24-2", "/om?move=tyr-hr-rek&under=tyr-bun", "/granskning?rule=T001", "/sok",
    "/sok?q=trygg", "/sok?q=zzzqqq", "/sok?q=plan&kind=plans", "/undantag",
)  # fmt: skip
