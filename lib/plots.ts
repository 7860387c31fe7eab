/**
 * All plots of the course: pure functions from numbers to a Vega-Lite 5 specification or, for the diagrams, to a
 * drawing. Each has a file of its own; this one only lets a cell import them from one place.
 */
export { alignmentPlot } from "./plot/alignment-plot";
export { attentionDiagram } from "./plot/attention-diagram";
export { attentionStepPlot } from "./plot/attention-step-plot";
export { beamDiagram } from "./plot/beam-diagram";
export { bidirectionalDiagram } from "./plot/bidirectional-diagram";
export { blendDiagram } from "./plot/blend-diagram";
export { cellDiagram } from "./plot/cell-diagram";
export { comparisonPlot } from "./plot/comparison-plot";
export { curveFamily } from "./plot/curve-family";
export { curvePlot } from "./plot/curve-plot";
export { distanceDiagram } from "./plot/distance-diagram";
export { exposurePlot } from "./plot/exposure-plot";
export { gatePlot } from "./plot/gate-plot";
export { gruDiagram } from "./plot/gru-diagram";
export { headGrid } from "./plot/head-grid";
export { headsDiagram } from "./plot/heads-diagram";
export { headsPlot } from "./plot/heads-plot";
export { intervalCurve } from "./plot/interval-curve";
export { lengthCurve } from "./plot/length-curve";
export { lossCurve } from "./plot/loss-curve";
export { matrixDiagram } from "./plot/matrix-diagram";
export { multiHeadDiagram } from "./plot/multi-head-diagram";
export { nextTokenPlot } from "./plot/next-token-plot";
export { placementDiagram } from "./plot/placement-diagram";
export { recurrentDiagram } from "./plot/recurrent-diagram";
export { runsPlot } from "./plot/runs-plot";
export { surprisePlot } from "./plot/surprise-plot";
export { transformerDiagram } from "./plot/transformer-diagram";
export { unrolledDiagram } from "./plot/unrolled-diagram";
