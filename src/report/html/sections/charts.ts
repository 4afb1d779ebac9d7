/** The places of the charts with their choices. What they show is drawn by the page's script. */
import { type Html, html } from "../html.ts";
import type { PageData } from "../page_data.ts";

/** Throughput and latency, and the Pareto frontier. */
export function tradeoffs({ pareto, metrics }: PageData): Html {
  if (metrics.length < 2) return html``;
  return html`
    <section id="tradeoffs" class="script" aria-labelledby="tradeoffs-title">
      <h2 id="tradeoffs-title">Throughput and latency</h2>
      <div class="pair">
    <figure>
    <figcaption>Curves: one per serve set, points in the order of the load, bars from the lowest to the highest run</figcaption>
    <div class="controls">
    <label><span>x</span><select id="curves-x"></select></label>
    <label><span>y</span><select id="curves-y"></select></label>
    <label><span>scales</span><select id="curves-log"><option value="linear">linear</option><option value="log">logarithmic</option></select></label>
    </div>
    <div id="curves" class="chart"></div>
    </figure>
    ${!pareto.includes(-1) && html`
      <figure>
        <figcaption>Pareto frontier: what each user gets against what each GPU gives; no combination beats those on the line in both</figcaption>
        <p
          class="note">Tokens per user: output throughput divided by max_concurrency, else by the request rate, else by the peak of concurrent requests. GPUs: tensor × pipeline × data parallel size.</p>
        <div id="pareto" class="chart"></div>
      </figure>
    `}
      </div>
    </section>
  `;
}

/** The heat map and the main effects. */
export function parameters({ params, effects }: PageData): Html {
  if (params.length === 0) return html``;
  const hasEffects = Object.keys(effects).length > 0;
  return html`<section id="parameters" class="script" aria-labelledby="parameters-title">
<h2 id="parameters-title">Parameters</h2>
${
    params.length > 1 && html`
      <figure>
        <figcaption>Heat map over two parameters: means of the combinations of a cell; a click shows them</figcaption>
        <div class="controls">
          <label><span>metric</span><select id="heatmap-metric"></select></label>
          <label><span>x</span><select id="heatmap-x"></select></label>
          <label><span>y</span><select id="heatmap-y"></select></label>
        </div>
        <div id="heatmap" class="chart"></div>
      </figure>
    `
  }
${
    hasEffects && html`
      <h3 id="effects-title">Which parameter matters most</h3>
      <p
        class="note">Main effects over all combinations, whatever the filter. Share: how much of the variation of the metric the means of a parameter’s values make up (η²). Where parameters vary together, each gets what they share.</p>
      <div class="controls"><label><span>metric</span><select id="effects-metric"></select></label></div>
      <div class="pair effects">
        <div class="scroll" tabindex="0" role="region" aria-label="Main effects">
          <table>
            <thead>
              <tr>
                <th scope="col">parameter</th>
                <th scope="col" class="n">share</th>
                <th scope="col" class="n">means from … to</th>
                <th scope="col">best value</th>
              </tr>
            </thead>
            <tbody id="effects-rows"></tbody>
          </table>
        </div>
        <figure>
          <figcaption>Mean of the metric by the values of each parameter</figcaption>
          <div id="effects" class="chart"></div>
        </figure>
      </div>
    `
  }
</section>`;
}
