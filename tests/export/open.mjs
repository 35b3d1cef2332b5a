// open.mjs: reads FOLDER/{cytoscape,graphology,echarts,cx2}.json with the libraries they are for, and compares with the tables.
//
// usage: node open.mjs FOLDER
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import cytoscape from 'cytoscape';
import * as echarts from 'echarts';
import graphology from 'graphology';
import { CX2Network } from '@js4cytoscape/ndex-client'; // by those who made CX2

const folder = process.argv[2];
const read = name => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
const table = name => readFileSync(`${folder}/tables/${name}.csv`, 'utf8');
const nNodes = table('nodes').trimEnd().split('\n').length - 1; // no name of the sample has a line's end in it
const nEdges = table('edges').match(/,Directed,e\d+,/g).length;

const park = 'https://w3id.org/yuantu/id/park/中意生态园';
const company = 'https://w3id.org/yuantu/id/company/来凯制药';

const cy = cytoscape({ ...read('cytoscape'), headless: true, styleEnabled: true });
assert.equal(cy.nodes().length, nNodes);
assert.equal(cy.edges().length, nEdges);
const node = cy.getElementById(park);
assert.equal(node.data('class'), 'Park');
assert.equal(node.style('background-color'), `rgb(${node.data('color').match(/[0-9a-f]{2}/g).map(part => parseInt(part, 16))})`);
assert.ok(node.position('x') !== 0);
assert.equal(node.edgesTo(cy.getElementById(company)).data('property'), 'hosts');

const graph = graphology.MultiDirectedGraph.from(read('graphology'));
assert.equal(graph.order, nNodes);
assert.equal(graph.size, nEdges);
assert.equal(graph.getNodeAttribute(park, 'label'), '中意生态园');
graph.forEachNode((key, attributes) => {
  assert.ok(Number.isFinite(attributes.x) && Number.isFinite(attributes.y) && attributes.size > 0, key);
  assert.equal(attributes.degree, graph.degree(key) - graph.edges(key, key).length, key);
});
assert.match(graph.getEdgeAttribute(graph.edges(park, company)[0], 'quote'), /招引鞍石生物、来凯制药/);

const network = CX2Network.fromJSON(JSON.stringify(Object.assign({}, ...read('cx2')))); // it takes the aspects as one object
assert.deepEqual(network.validate(), { isValid: true, errors: [] });
assert.equal(network.getNodeCount(), nNodes);
assert.equal(network.getEdgeCount(), nEdges);
assert.ok(network.getStatistics().hasCoordinates);
const byIri = iri => network.getNodes().find(each => each.v.iri === iri);
assert.equal(byIri(park).v.class, 'Park');
assert.match(network.getEdges().find(each => each.s === byIri(park).id && each.t === byIri(company).id).v.quote,
             /招引鞍石生物、来凯制药/);

const option = read('echarts');
const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 1200, height: 900 });
chart.setOption({ ...option, animation: false });
const drawn = chart.getModel().getSeriesByIndex(0);
assert.equal(drawn.getGraph().nodes.length, nNodes);
assert.equal(drawn.getGraph().edges.length, nEdges);
const picture = chart.renderToSVGString();
assert.match(picture, /湖北省/);
chart.dispose();
console.log(`${nNodes} nodes and ${nEdges} edges in Cytoscape.js, graphology, ECharts and the client of NDEx`);
process.exit(0); // a timer of a chart would keep the process alive
