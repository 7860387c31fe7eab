/**
 * All plots of the course: pure functions from numbers to a Vega-Lite 5 specification. Each has a file of its own;
 * this one only lets a cell import them from one place.
 */
export { alignmentPlot } from "./alignment-plot";
export { attentionDiagram } from "./attention-diagram";
export { attentionStepPlot } from "./attention-step-plot";
export { beamDiagram } from "./beam-diagram";
export { cellDiagram } from "./cell-diagram";
export { comparisonPlot } from "./comparison-plot";
export { curveFamily } from "./curve-family";
export { curvePlot } from "./curve-plot";
export { distanceDiagram } from "./distance-diagram";
export { exposurePlot } from "./exposure-plot";
export { gatePlot } from "./gate-plot";
export { headsDiagram } from "./heads-diagram";
export { headsPlot } from "./heads-plot";
export { lengthCurve } from "./length-curve";
export { lossCurve } from "./loss-curve";
export { matrixDiagram } from "./matrix-diagram";
export { nextTokenPlot } from "./next-token-plot";
export { recurrentDiagram } from "./recurrent-diagram";
export { surprisePlot } from "./surprise-plot";
export { transformerDiagram } from "./transformer-diagram";
export { unrolledDiagram } from "./unrolled-diagram";
