// A page with the drawings alone, fed with scenes whose heavy parts are made up and therefore known.
async ({ ledger, words, language, scale, theses }) => {
  const load = (name) => import(`http://drawings.test/${name}.js`);
  const [model, rest, strength] = await Promise.all(["cycle", "cycle-rest", "whatif-strength"].map(load));
  const format = (value, decimals = 0) => {
    const text = Math.abs(value).toFixed(decimals);
    return (value < 0 ? "−" : "") + (language === "it" ? text.replace(".", ",") : text);
  };
  const context = { words, language, ledger, format, theme: "page", colours: { scale }, theses };
  const MONTHS = 60;
  const { initial } = ledger;

  /** Firm i is out from month i on: as many firms are out at a month as that month says. */
  const firms = () => {
    const G = Float32Array.from({ length: 100 * (MONTHS + 1) }, (_, at) => (
      Math.floor(at / (MONTHS + 1)) < at % (MONTHS + 1) ? 0.5 : 0.1
    ));
    return { count: 100, months: MONTHS, G, usualG: G.map(() => 0.1) };
  };
  const ways = () => Object.keys(ledger.ways).map((id, index) => ({ id, draws: 200, out: 7 * index }));
  const push = () => {
    const [budgets, durations] = [Float64Array.of(1000, 2000, 3000), Float64Array.of(3, 12, 24)];
    return { budgets, durations, out: Float32Array.from({ length: 9 }, (_, at) => at / 10) };
  };
  const ridge = () => {
    const steps = (count) => Float64Array.from({ length: count }, (_, at) => at / (count - 1));
    const [trust, capability] = [steps(11), steps(6)];
    return { trust, capability, G: Float32Array.from({ length: 66 }, (_, at) => (at % 11) / 10) };
  };
  window.scene = (settings = {}, own = {}) => {
    const parameters = model.parametersOf(ledger, settings);
    return {
      parameters, settings, initial, months: MONTHS, month: MONTHS, scenario: "first",
      countMonth: own?.month ?? MONTHS, turnover: parameters.Y0,
      isUsual: !Object.keys(settings).length, run: model.simulate(parameters, initial, MONTHS),
      usual: model.simulate(model.parametersOf(ledger), initial, MONTHS), equilibria: rest.equilibria(parameters),
      firms: firms(), band: { out: 60, draws: 200 }, ways: ways(), push: push(), ridge: ridge(), ...own,
    };
  };
  window.show = (settings, own) => {
    window.shown = window.scene(settings, own);
    for (const drawing of Object.values(window.drawn)) drawing.update(window.shown);
  };
  /** Strengths at the ending with this place among the equilibria, where every stock is at rest. */
  window.atRest = (index) => {
    const parameters = model.parametersOf(ledger, { d: 0 });
    const { T } = rest.equilibria(parameters)[index];
    const at = rest.restAt(parameters, T);
    const stocks = [at.bought * parameters.L, at.A, at.K, at.G, parameters.Y0, at.P, at.own, T];
    return strength.strengths(parameters, Float64Array.from(stocks), 0).strength;
  };
  window.said = [];
  document.addEventListener("whatif:guess", ({ detail }) => window.said.push(detail));
  window.drawn = {};
  const main = document.querySelector("main");
  for (const name of ["loop", "ways", "guess", "dots", "ridge", "push"]) {
    window.drawn[name] = (await load(`whatif-${name}`)).make(main, context);
  }
}
