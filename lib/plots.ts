/**
 * All plots of the course: pure functions from numbers to a Vega-Lite 5 specification. Each has a file of its own;
 * this one only lets a cell import them from one place.
 */
export { alignmentPlot } from "./alignment-plot";
export { attentionStepPlot } from "./attention-step-plot";
export { comparisonPlot } from "./comparison-plot";
export { gatePlot } from "./gate-plot";
export { headsPlot } from "./heads-plot";
export { lengthCurve } from "./length-curve";
export { lossCurve } from "./loss-curve";
export { nextTokenPlot } from "./next-token-plot";
export { surprisePlot } from "./surprise-plot";
