import { ours } from "./bench/ours";
const name = process.argv[2]!; const n = Number(process.argv[3] ?? 30);
async function main(){
const repeat = ours[name]!();
await repeat(20);
for (let r=0;r<4;r++){ const c=process.cpuUsage(); const t=performance.now(); await repeat(n); const d=process.cpuUsage(c); console.log(name, ((performance.now()-t)/n).toFixed(2), "wall", ((d.user+d.system)/1000/n).toFixed(2), "cpu"); }
}
void main();
