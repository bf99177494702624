/** Charts of counts over time, drawn on the server. They know nothing of what is counted. */
export { Chart } from './chart.tsx';
