"""The model once more, written from its page in plain scalars, to hold the other one to.

Powers, no shared constants, no arrays: whatever both get wrong they do not get wrong together.
"""

from __future__ import annotations

import math

ORDER = ("tool", "cons", "train", "staff")


def _steps(months: float, step: float) -> int:
    return math.floor(months / step + 0.5)


def _shares(p: dict[str, float], w: float) -> dict[str, float]:
    raw = {i: (1 - w) * p[f"s_{i}"] + w * p[f"z_{i}"] for i in ORDER}
    total = sum(raw.values())
    return {i: raw[i] / total for i in ORDER}


def _spending(p: dict[str, float], y: tuple[float, ...], n: int, step: float) -> dict[str, float]:
    """Turnover, own budget and the four parts of the whole budget, in step n."""
    _, _, _, G, R, _, _, T = y
    first = _steps(p["t0"], step)
    commit_on = first <= n < first + _steps(p["commit_t"], step)
    paid = _steps(p["vouch_t"], step)
    voucher = p["vouch"] / (paid * step) if first <= n < first + paid else 0.0
    V = p["phi"] * p["Y0"] + p["chi"] * max(p["Y0"] - R, 0.0)
    Y = R + p["iota"] * G * V
    fixed = (p["mu"] - p["m_op"]) * p["Y0"] * (1 - p["psi"] * max(1 - Y / p["Y0"], 0.0))
    profit = p["mu"] * Y - fixed - p["com"] * p["plat"] * p["iota"] * G * V
    aff = min(max(profit / (p["m_op"] * p["Y0"]), 0.0), 1.0)
    own = Y * (p["b0"] + (p["b1"] - p["b0"]) * T) * aff
    own = max(own, p["commit"] if commit_on else 0.0, p["vouch_match"] * voucher)
    share = _shares(p, max(T, p["mix0"], p["mix_c"] if commit_on else 0.0))
    parts = {i: own * share[i] for i in ORDER}
    for i in ORDER:
        if p["vouch_tool"] < 0:
            parts[i] += voucher * share[i]
        elif share["tool"] == 1:
            parts[i] += voucher if i == "tool" else 0.0
        elif i == "tool":
            parts[i] += voucher * p["vouch_tool"]
        else:
            parts[i] += voucher * (1 - p["vouch_tool"]) * share[i] / (1 - share["tool"])
    return {"Y": Y, "V": V, "own": own, "voucher": voucher, **parts}


def rates(p: dict[str, float], y: tuple[float, ...], n: int, step: float) -> tuple[float, ...]:
    """dW, dA, dK, dG, dR, dP, dX, dT per month."""
    W, A, K, G, R, P, X, T = y
    b = _spending(p, y, n, step)
    b_out, b_adv = b["cons"] * p["out"], b["cons"] * (1 - p["out"])
    x = p["x_own"] + b["staff"] / p["wF"] + p["h"] * b_out / p["wO"]
    xh = (p["xh_fix"] + p["xh_emp"] * p["N"]) * (1 - 0.6 * p["plat"])
    f = x ** p["n_f"] / (x ** p["n_f"] + xh ** p["n_f"])
    a50 = (p["A50_fix"] + p["A50_emp"] * p["N"]) * (1 - 0.7 * p["plat"])
    eA = A / (A + a50)
    rho = p["rho"]
    Q = (0.5 * eA**rho + 0.5 * K**rho) ** (1 / rho) if eA > 0 and K > 0 else 0.0
    pL = math.exp(-p["L"] / p["L_c"])
    c0 = (p["c0_fix"] + p["c0_emp"] * p["N"]) * (1 - 0.7 * p["plat"])
    bought = b["tool"] + b_adv
    shT = b["tool"] / bought if bought > 0 else 0.0
    work = W / p["L"]
    net = (work * shT) ** 2 / (work * shT + c0) if work * shT > 0 else 0.0
    absorb = p["a0"] + (1 - p["a0"]) * f
    learnt = p["k_c"] * work * (1 - shT) * pL * p["h"] + p["k_t"] * b["train"]
    Kin = (absorb * learnt + p["k_s"] * b["staff"]) / (p["cK_fix"] + p["cK_emp"] * p["N"])
    M = (p["mu"] - p["com"] * p["plat"]) * p["iota"] * G * b["V"]
    seen = (p["m0"] + (1 - p["m0"]) * K) * M + p["wv"] * p["theta"] * b["own"]
    roi = P / (X + 1e-6 * p["Y0"])
    Hh = p["H"] * (1 + p["g_over"] * (1 - p["h"]))
    sat = 0.5 * (1 + math.tanh((roi - Hh) / (2 * p["wH"])))
    tau = p["tau_up"] if sat >= T else p["tau_up"] / p["asym"]
    weight = X / (X + p["xe"] * p["Y0"])
    return (
        bought - work,
        net * pL * p["h"] - p["dA"] * A,
        Kin * (1 - K) - p["dK"] * K,
        Q * (p["r"] * f * (1 - p["theta"]) + p["q"] * G) * (1 - G) - p["dG"] * G,
        -p["d"] * R,
        (seen - P) / p["tauP"],
        (b["own"] - X) / p["tauP"],
        weight * (sat - T) / tau + (p["T_soc"] - T) / p["tau_soc"],
    )


def start(p: dict[str, float], initial: dict[str, float]) -> tuple[float, ...]:
    """Stocks at month 0: W, A, K, G, R, P, X, T."""
    T, K, eA, G = (initial[name] for name in ("T0", "K0", "eA0", "G0"))
    V = p["phi"] * p["Y0"]
    X = (p["b0"] + (p["b1"] - p["b0"]) * T) * p["Y0"]
    share = _shares(p, max(T, p["mix0"]))
    M = (p["mu"] - p["com"] * p["plat"]) * p["iota"] * G * V
    return (
        X * (share["tool"] + share["cons"] * (1 - p["out"])) * p["L"],
        (p["A50_fix"] + p["A50_emp"] * p["N"]) * (1 - 0.7 * p["plat"]) * eA / (1 - eA),
        K,
        G,
        p["Y0"] - p["iota"] * G * V,
        (p["m0"] + (1 - p["m0"]) * K) * M + p["wv"] * p["theta"] * X,
        X,
        T,
    )


def run(
    p: dict[str, float], initial: dict[str, float], months: int, step: float = 0.25
) -> list[tuple[float, ...]]:
    """Stocks, Y and own at whole months."""
    y, recorded, per_month = start(p, initial), [], round(1 / step)
    for n in range(months * per_month + 1):
        if n % per_month == 0:
            b = _spending(p, y, n, step)
            recorded.append((*y, b["Y"], b["own"]))
        k1 = rates(p, y, n, step)
        k2 = rates(p, _moved(y, k1, step / 2), n, step)
        k3 = rates(p, _moved(y, k2, step / 2), n, step)
        k4 = rates(p, _moved(y, k3, step), n, step)
        slopes = (a + 2 * b + 2 * c + d for a, b, c, d in zip(k1, k2, k3, k4, strict=True))
        y = _moved(y, tuple(slopes), step / 6)
    return recorded


def _moved(y: tuple[float, ...], slope: tuple[float, ...], by: float) -> tuple[float, ...]:
    return tuple(value + by * rate for value, rate in zip(y, slope, strict=True))
